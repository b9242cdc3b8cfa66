"""More languages, and more sentences of those in world_native.py: work, shops, schools, doctors, neighbours."""
from .. import countries
from ..grammar import Pool, lines
from ..registry import kind

TEXTS = {
    "da": (("DK",), """
Kære kunde,
Tak for din besked.
Pakken er desværre gået i stykker.
Vi vender tilbage hurtigst muligt.
Patienten har haft ondt i ryggen i tre uger.
Med venlig hilsen
Hej {p1.first}, kommer du til {city}?
{p1.full}, født {dob}, bor {address}.
Ring til {p2.full} på {phone}.
{p1.first} og {p2.first} er flyttet til {city}.
Leveres til {p1.full}, {address}
Hilsen {p1.first}
Lægen {p2.full} har set {p1.first} den {date}.
"""),
    "no": (("NO",), """
Kjære kunde,
Takk for meldingen.
Varen sendes i morgen.
Pasienten har vondt i hodet.
Vennlig hilsen
Hei {p1.first}, hvordan går det?
{p1.full}, født {dob}, bosatt i {address}.
Ring {p2.full} på {phone}.
{p1.first} og {p2.first} bor i {city}.
Levering: {p1.full}, {address}
Hilsen {p1.first} i {city}
"""),
    "fi": (("FI",), """
Hyvä asiakas,
Kiitos viestistäsi.
Tilaus lähetetään huomenna.
Potilaalla on selkäkipua.
Ystävällisin terveisin
Hei {p1.first}, mitä kuuluu?
{p1.full}, synt. {dob}, osoite {address}
Soita: {p2.full}, puh. {phone}
Terveisin {p1.first} ja {p2.first}
Toimitus: {p1.full}, {address}
"""),
    "cs": (("CZ",), """
Vážený zákazníku,
Děkujeme za zprávu.
Zásilka bude odeslána zítra.
Pacient si stěžuje na bolest zad.
S pozdravem
Ahoj {p1.first}, jak se máš?
{p1.full}, nar. {dob}, bytem {address}
Volejte {p2.full}, tel. {phone}.
S pozdravem {p1.full}
Doručit: {p1.full}, {address}
"""),
    "ro": (("RO",), """
Stimate client,
Vă mulțumim pentru mesaj.
Coletul va fi trimis mâine.
Pacientul acuză dureri de spate.
Cu stimă,
Bună {p1.first}, ce mai faci?
{p1.full}, născut la {dob} în {city}, domiciliat în {address}
Sunați la {phone}, {p2.full}.
{p1.first} și {p2.first} locuiesc în {city}.
Livrare: {p1.full}, {address}
"""),
    "vi": (("VN",), """
Kính gửi Quý khách,
Cảm ơn bạn đã liên hệ.
Đơn hàng sẽ được giao vào ngày mai.
Bệnh nhân đau lưng đã ba tuần.
Trân trọng,
Chào {p1.first}, bạn khỏe không?
{p1.eastern}, sinh ngày {dob}, địa chỉ {address}
Gọi cho {p2.eastern} theo số {phone}.
Giao đến: {p1.eastern}, {address}
"""),
    "de2": (("DE", "AT", "CH"), """
Guten Tag,
anbei die gewünschten Unterlagen.
Die Waschmaschine schleudert nicht mehr.
Wegen eines Feiertags bleibt das Büro geschlossen.
Der Aufzug ist defekt, der Hausmeister ist informiert.
Der Elternabend findet in der Aula statt.
Die Stelle als Sachbearbeiterin ist noch frei.
Kündigungsfrist drei Monate zum Quartalsende.
Bitte füllen Sie das Formular in Druckbuchstaben aus.
Aufnahme wegen Verdacht auf Lungenentzündung.
Anamnese: Bluthochdruck, Diabetes mellitus, Nikotinabusus.
Therapie: Ramipril 5 mg, Metformin 1000 mg, Pantoprazol 40 mg.
Entlassung in gutem Allgemeinzustand.
Wiedervorstellung bei Beschwerden.
Das Wetter an der Nordsee war herrlich.
Schöne Grüße aus dem Urlaub!
Guten Tag {p1.mr}, Ihr Termin ist am {date}.
Wir berichten über {p1.mrfull}, geb. {dob}, {address}.
{p1.mr} klagt seit {date} über Schmerzen.
{p1.mr} wurde am {date} von {p2.mr} operiert.
Zuweiser: Dr. {p2.last}, {city}
Meine Tochter {p1.first} geht in {city} zur Schule.
Der Vermieter, {p1.mr}, wohnt in der {street}.
Ich heiße {p1.full} und komme aus {city}.
{p1.first} hat am {dob} Geburtstag.
Ansprechpartner: {p1.full}, Durchwahl {n.3}
Im Auftrag, {p1.last}
Herzliche Grüße aus {city} von {p1.first} und {p2.first}
Frau Dr. {p1.last} ist im Urlaub, Vertretung Dr. {p2.last}.
An {p1.mrfull}, {address}
"""),
    "fr2": (("FR", "BE", "CH", "CA"), """
Objet : réclamation
La machine à laver est en panne.
L'ascenseur est hors service.
La réunion des parents aura lieu dans la salle des fêtes.
Le poste de comptable est à pourvoir.
Merci de remplir le formulaire en majuscules.
Antécédents : hypertension, diabète, tabac.
Traitement : Doliprane, Lévothyrox, Kardegic.
Examen neurologique normal.
Sortie en bon état général.
Bonnes fêtes de fin d'année !
Nous avons passé un bel été en Provence.
Bonjour, je suis {p1.full}, j'habite à {city}.
{p1.mr} a été opéré le {date} par le Dr {p2.last}.
Cher confrère, je vous adresse {p1.mrfull}, {age} ans.
Ma fille {p1.first} est à l'école de {city}.
Le propriétaire, {p1.mr}, habite {street}.
{p1.first} est né le {dob} à {city}.
Contact : {p1.full}, {phone}
Gros bisous de {city}, {p1.first} et {p2.first}
Le rendez-vous avec {p1.mr} est fixé au {date}.
Mme {p1.last} est absente, voir M. {p2.last}.
Destinataire : {p1.full}, {address}
Fait à {city}, le {date}
"""),
    "es2": (("ES", "MX", "AR", "CL", "CO"), """
Asunto: reclamación
La lavadora no funciona.
El ascensor está averiado.
La reunión de padres será en el salón de actos.
Se busca contable con experiencia.
Rellene el formulario en mayúsculas.
Antecedentes: hipertensión, diabetes, tabaquismo.
Tratamiento: Enalapril, Metformina, Omeprazol.
Alta en buen estado general.
Felices fiestas a todos.
Las vacaciones en la playa fueron estupendas.
Hola, soy {p1.full} y vivo en {city}.
{p1.mr} fue operado el {date} por el Dr. {p2.last}.
Remito a {p1.mrfull}, de {age} años.
Mi hija {p1.first} estudia en {city}.
El dueño, {p1.mr}, vive en {street}.
{p1.first} nació el {dob} en {city}.
Contacto: {p1.full}, {phone}
Besos desde {city}, {p1.first} y {p2.first}
La cita con {p1.mr} es el {date}.
La Sra. {p1.last} está de baja; la sustituye {p2.first}.
En {city}, a {date}
Destinatario: {p1.full}, {address}
Mi abuela {p1.first} y mi tío {p2.first} son de {city}.
"""),
    "it2": (("IT",), """
Oggetto: reclamo
La lavatrice non funziona.
L'ascensore è guasto.
La riunione dei genitori si terrà in aula magna.
Cercasi ragioniere con esperienza.
Anamnesi: ipertensione, diabete, fumo.
Terapia: Ramipril, Metformina, Pantoprazolo.
Dimesso in buone condizioni.
Buone feste a tutta la famiglia.
Buongiorno, sono {p1.full} e abito a {city}.
{p1.mr} è stato operato il {date} dal Dott. {p2.last}.
Mia figlia {p1.first} studia a {city}.
{p1.first} è nata a {city} il {dob}.
Contatto: {p1.full}, {phone}
Saluti da {city}, {p1.first} e {p2.first}
L'appuntamento con {p1.mr} è il {date}.
Destinatario: {p1.full}, {address}
"""),
    "pt2": (("PT", "BR"), """
Assunto: reclamação
A máquina de lavar está avariada.
O elevador não funciona.
A reunião de pais será no auditório.
Antecedentes: hipertensão, diabetes, tabagismo.
Medicação: Enalapril, Metformina, Omeprazol.
Alta em bom estado geral.
Boas festas a todos.
Bom dia, sou {p1.full} e moro em {city}.
{p1.mr} foi operado em {date} pelo Dr. {p2.last}.
Minha filha {p1.first} estuda em {city}.
{p1.first} nasceu em {city} no dia {dob}.
Contato: {p1.full}, {phone}
Beijos de {city}, {p1.first} e {p2.first}
A consulta com {p1.mr} é em {date}.
Destinatário: {p1.full}, {address}
"""),
    "nl2": (("NL", "BE"), """
Betreft: klacht
De wasmachine doet het niet meer.
De lift is buiten gebruik.
De ouderavond is in de aula.
Voorgeschiedenis: hypertensie, diabetes, roken.
Medicatie: Metoprolol, Metformine, Omeprazol.
Ontslag in goede toestand.
Prettige feestdagen allemaal.
Goedemorgen, ik ben {p1.full} en woon in {city}.
{p1.mr} is op {date} geopereerd door dr. {p2.last}.
Mijn dochter {p1.first} zit in {city} op school.
{p1.first} is geboren op {dob} in {city}.
Contact: {p1.full}, {phone}
Groeten uit {city}, {p1.first} en {p2.first}
De afspraak met {p1.mr} is op {date}.
Aan: {p1.full}, {address}
"""),
    "pl2": (("PL",), """
Dotyczy: reklamacja
Pralka nie działa.
Winda jest nieczynna.
Zebranie rodziców odbędzie się w auli.
Wywiad: nadciśnienie, cukrzyca, nikotynizm.
Leki: Metformina, Ramipryl, Pantoprazol.
Wypisany w stanie dobrym.
Wesołych Świąt!
Dzień dobry, nazywam się {p1.full}, mieszkam w {city}.
{p1.mr} {p1.last} był operowany dnia {date}.
{p1.first} urodziła się {dob} w {city}.
Kontakt: {p1.full}, {phone}
Pozdrowienia z {city}, {p1.first} i {p2.first}
Adresat: {p1.full}, {address}
"""),
}
TEXTS["pl2"] = (TEXTS["pl2"][0], TEXTS["pl2"][1].replace("{p1.mr} {p1.last} był", "{p1.full} był"))
NATIVE = {key: (codes, Pool(f"native more {key}", lines(text))) for key, (codes, text) in TEXTS.items()}


@kind("world_native_more", 2.5)
def native(doc):
    codes, pool = NATIVE[doc.choice(sorted(NATIVE))]
    doc.country = countries.COUNTRIES[doc.choice(codes)]
    for _ in range(doc.int(2, 8)):
        doc.say(pool, doc.choice(("\n", "\n", " ")))
