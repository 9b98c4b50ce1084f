/** What the line says of a cell of a file, in Dutch; in English it says it itself. Pure. */

type Said = (...found: readonly string[]) => string;

/** What is between brackets is told again. */
const DUTCH: readonly (readonly [RegExp, Said])[] = [
  [/^Begin with a heading: the names of the columns\.$/, () => "Begin met een regel met de namen van de kolommen."],
  [/^Give (.+) cells, one for each column; put a cell with a separator in it in quotes\.$/, (count) => `Geef ${count} cellen, één voor elke kolom. Zet een cel met een scheidingsteken tussen aanhalingstekens.`],
  [/^Save the file as CSV UTF-8; some characters cannot be read\.$/, () => "Bewaar het bestand als CSV UTF-8: sommige tekens zijn niet te lezen."],
  [/^Shorten the cell of more than (.+) characters, or close its quotes\.$/, (count) => `Maak de cel van meer dan ${count.replace(",", ".")} tekens korter, of sluit de aanhalingstekens ervan.`],
  [/^Close the quotes of this row, and write a quote within a cell twice\.$/, () => "Sluit de aanhalingstekens van deze regel. Schrijf er een in een cel twee keer."],
  [/^Leave this column out, or use one of: (.+)\.$/, (names) => `Laat deze kolom weg, of gebruik een van: ${names}.`],
  [/^Keep this column once\.$/, () => "Gebruik deze kolom één keer."],
  [/^Add this column\.$/, () => "Voeg deze kolom toe."],
  [/^Keep one row for each person; row (.+) has this address too\.$/, (row) => `Houd één regel per mens: regel ${row} heeft dit adres ook.`],
  [/^Mend those above first; there are (.+) more\.$/, (count) => `Maak eerst in orde wat hierboven staat: er komen er nog ${count}.`],
  [/^Let them take part again first\.$/, () => "Die doet niet mee. Laat die eerst weer meedoen."],
  [/^Write one of: (.+)\.$/, (words) => `Schrijf een van: ${words}.`],
  [/^Use one of (.+)\.$/, (words) => `Gebruik een van: ${words}.`],
  [/^Write yes or no\.$/, () => "Schrijf yes (ja) of no (nee)."],
  [/^Write a day such as 2026-03-29 \(or 29-3-2026\)\.$/, () => "Schrijf een dag als 2026-03-29 of 29-3-2026."],
  [/^Write the day as 2026-03-29 or 29-3-2026\.$/, () => "Schrijf de dag als 2026-03-29 of 29-3-2026."],
  [/^Write a training as name:2026-03-29, or with its last day as name:2026-03-29:2029-03-28\.$/, () => "Schrijf een training als naam:2026-03-29, of met de laatste dag als naam:2026-03-29:2029-03-28."],
  [/^Somebody has this e-mail address already; choose another\.$/, () => "Er is al iemand met dit e-mailadres."],
  [/^Give a name of at most (.+) characters\.$/, (most) => `Geef een naam van hoogstens ${most} tekens.`],
  [/^Give an e-mail address such as name@example\.org\.$/, () => "Geef een e-mailadres zoals naam@voorbeeld.nl."],
  [/^Choose chat, phone or both\.$/, () => "Kies chat, phone (telefoon) of allebei."],
  [/^Write chat, phone, or both\.$/, () => "Schrijf chat, phone (telefoon) of allebei."],
  [/^Use what the line has \((.+)\), or leave it empty\.$/, (there) => `Gebruik wat de lijn heeft (${there}), of laat het leeg.`],
  [/^Give a location of at most (.+) characters\.$/, (most) => `Geef een locatie van hoogstens ${most} tekens.`],
  [/^Keep (.+) trainings at most\.$/, (most) => `Houd het bij hoogstens ${most} trainingen.`],
  [/^Name a training in at most (.+) characters, without : ; and \|\.$/, (most) => `Noem een training in hoogstens ${most} tekens, zonder : ; en |.`],
  [/^Name each training once, with its latest date\.$/, () => "Noem elke training één keer, met de laatste datum."],
  [/^Give a day in the past: a training counts once it is done\.$/, () => "Geef een dag die voorbij is: een training telt als die gedaan is."],
  [/^Look at the year: it is too long ago\.$/, () => "Kijk naar het jaar: dat is te lang geleden."],
  [/^Give a last day that is not before the training was done\.$/, () => "Geef een laatste dag die niet voor de training ligt."],
  [/^Make somebody else an administrator first, and let them log in\.$/, () => "Maak eerst iemand anders beheerder, en laat die inloggen."],
  [/^Ask an administrator: only they change coordinators and administrators\.$/, () => "Vraag een beheerder: alleen die wijzigt coördinatoren en beheerders."],
  [/^Ask an administrator: only they give somebody a role\.$/, () => "Vraag een beheerder: alleen die geeft iemand een rol."],
  [/^Write chat or phone\.$/, () => "Schrijf chat of phone (telefoon)."],
  [/^Write day and time as 2026-03-29 22:00 or 29-3-2026 22:00\.$/, () => "Schrijf dag en tijd als 2026-03-29 22:00 of 29-3-2026 22:00."],
  [/^Write a time at which a quarter of an hour begins, such as 22:15\.$/, () => "Schrijf een tijd waarop een kwartier begint, zoals 22:15."],
  [/^The clock was put forward then: write the time with its offset, such as 2026-03-29T01:00Z\.$/, () => "Toen ging de klok vooruit: deze tijd bestaat niet. Schrijf de tijd in UTC, zoals 2026-03-29T01:00Z."],
  [/^Give at most (.+) rows at once\.$/, (most) => `Geef hoogstens ${most} regels tegelijk.`],
  [/^Leave out what is still to come\.$/, () => "Laat weg wat nog moet komen."],
  [/^Write 15, 30 or 60, or leave it empty\.$/, () => "Schrijf 15, 30 of 60, of laat het leeg."],
  [/^Write how many came; 0 if nobody did\.$/, () => "Schrijf hoeveel er kwamen, of 0 als er niemand kwam."],
  [/^Write a whole number, at most (.+)\.$/, (most) => `Schrijf een heel getal van hoogstens ${most}.`],
  [/^Write the mean in seconds, such as 1260; a day at most\.$/, () => "Schrijf het gemiddelde in seconden, zoals 1260, en hoogstens een etmaal."],
  [/^Let answered, abandoned and refused together be no more than attempts\.$/, () => "Answered, abandoned en refused samen mogen niet meer zijn dan attempts."],
  [/^Let callers be no more than attempts\.$/, () => "Callers mag niet meer zijn dan attempts."],
  [/^Say how many were answered too\.$/, () => "Schrijf in answered ook hoeveel er zijn beantwoord."],
  [/^Keep one row for each time; row (.+) is of this time too\.$/, (row) => `Houd één regel per tijd: regel ${row} gaat ook over deze tijd.`],
  [/^Write the local time as 22:00\.$/, () => "Schrijf de tijd als 22:00."],
  [/^Give the shift a name of at most (.+) characters\.$/, (most) => `Geef de dienst een naam van hoogstens ${most} tekens.`],
  [/^Write signed, waiting or open\.$/, () => "Schrijf signed (staat erop), waiting (wachtlijst) of open."],
  [/^Let each be at most (.+) characters long\.$/, (most) => `Elk mag hoogstens ${most} tekens lang zijn.`],
  [/^Choose topics of the line; it has: (.+)\.$/, (there) => `Kies onderwerpen die de lijn heeft: ${there}.`],
  [/^Write how many people, at most (.+)\.$/, (most) => `Schrijf hoeveel mensen, hoogstens ${most}.`],
  [/^Say the same as in row (.+): both are of one shift\.$/, (row) => `Schrijf hetzelfde als in regel ${row}: het is dezelfde dienst.`],
  [/^Let minimum, target and maximum rise\.$/, () => "Laat minimum, target en maximum oplopen."],
  [/^Give the address of somebody of this line; add them first if they are new\.$/, () => "Geef het adres van iemand van deze lijn. Voeg wie nieuw is eerst toe."],
  [/^Keep one of both: row (.+) puts them on this shift too\.$/, (row) => `Houd één van beide: regel ${row} zet die ook op deze dienst.`],
  [/^Choose another time or person: it overlaps what they are on already\.$/, () => "Kies een andere tijd of iemand anders: die heeft dan al een dienst."],
  [/^Choose another time or person: it overlaps (?:row )?(.+)\.$/, (row) => `Kies een andere tijd of iemand anders: dit valt samen met regel ${row}.`],
  [/^Put somebody else here: a minor never works at night\.$/, () => "Zet hier iemand anders: wie 16 of 17 is, werkt nooit in de nacht."],
  [/^Renew their certificate first, or put somebody else here\.$/, () => "Vernieuw eerst de VOG, of zet hier iemand anders."],
  [/^Enter their training first, or put somebody else here\.$/, () => "Vul eerst de training in, of zet hier iemand anders."],
  [/^Enter the training this shift asks for first, or put somebody else here\.$/, () => "Vul eerst de training in die deze dienst vraagt, of zet hier iemand anders."],
  [/^Put somebody here who takes the topics of this shift\.$/, () => "Zet hier iemand die de onderwerpen van deze dienst aankan."],
  [/^Put somebody here who takes a channel of this shift\.$/, () => "Zet hier iemand die aanneemt wat deze dienst vraagt."],
  [/^Let them take part again first, or put somebody else here\.$/, () => "Laat die eerst weer meedoen, of zet hier iemand anders."],
  [/^Publish the shifts of these days first: none is there yet\.$/, () => "Publiceer eerst de diensten van deze dagen: er staat er nog geen."],
  [
    /^Import past counts, or wait until the line has a week of its own: nobody knows yet how many come\.$/,
    () => "Lees aantallen van vroeger in, of wacht tot de lijn zelf een week heeft: nu weet nog niemand hoeveel mensen er komen.",
  ],
  [/^Look at the list again: this one is not there any more\.$/, () => "Het gekozen voorstel is er niet meer. Kies een ander."],
  [
    /^Choose a day of which the line has contacts: they are kept as long as the settings say\.$/,
    () => "Kies een dag waarvan de lijn nog gesprekken heeft: die blijven zo lang bewaard als is ingesteld.",
  ],
  [/^Choose days that are not over\.$/, () => "Kies dagen die nog niet voorbij zijn."],
  [/^Put somebody else here\.$/, () => "Zet hier iemand anders."],
];

/** Null where there is no Dutch for it yet. */
export function inDutch(remedy: string): string | null {
  for (const [pattern, said] of DUTCH) {
    const found = pattern.exec(remedy);
    if (found) return said(...found.slice(1));
  }
  return null;
}
