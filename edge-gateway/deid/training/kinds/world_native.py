"""Letters and messages in other languages, where nouns and courtesies carry capitals that are no names."""
from .. import countries
from ..grammar import Pool, lines
from ..registry import kind

# language: (countries, pool of sentences; those without slots that hold something serve clean documents)
TEXTS = {
    "de": (("DE", "AT", "CH"), """
Sehr geehrte Damen und Herren,
vielen Dank für Ihre Nachricht und Ihre Geduld.
Die Lieferung erfolgt in der nächsten Woche.
Bitte überweisen Sie den Betrag innerhalb von vierzehn Tagen.
Der Vertrag verlängert sich automatisch um ein Jahr.
Das Paket ist beschädigt angekommen.
Mit freundlichen Grüßen
Der Patient klagt über Schmerzen im linken Knie.
Die Untersuchung ergab keinen krankhaften Befund.
Bitte bringen Sie Ihre Versichertenkarte mit.
Im Anhang finden Sie die Rechnung und den Lieferschein.
Die Heizung in der Wohnung ist seit Wochen kaputt.
Wir bitten um Verständnis.
Blutdruck gut eingestellt, Puls regelmäßig.
Unser Kundendienst ist von Montag bis Freitag erreichbar.
Sehr geehrter Herr {p1.last},
Sehr geehrte Frau {p1.last},
Lieber {p1.first}, wie geht es dir?
Liebe {p1.first}, danke für die Blumen!
{p1.mrfull}, geboren am {dob}, wohnhaft in {address}
{p1.mr} wurde am {date} in {hospital} aufgenommen.
Die Patientin {p1.full} wohnt in {city}.
Rückfragen an {p2.mr}, Telefon {phone}.
Ich bin von {city} nach {city} umgezogen.
Viele Grüße, {p1.first}
{p1.first} und {p2.first} kommen am {date} nach {city}.
Unser Mitarbeiter {p1.mr} hilft Ihnen gern.
Lieferadresse: {p1.full}, {address}
gez. {p1.full}
"""),
    "fr": (("FR", "BE", "CH", "CA"), """
Madame, Monsieur,
Nous avons bien reçu votre demande.
Votre commande sera expédiée dans les meilleurs délais.
Veuillez trouver ci-joint la facture.
Le contrat prend fin à la fin de l'année.
Je vous prie d'agréer mes salutations distinguées.
Le patient se plaint de douleurs au genou gauche.
L'examen clinique est sans particularité.
Le colis est arrivé endommagé.
Merci de votre compréhension.
La Sécurité sociale rembourse une partie des frais.
Le service est fermé le lundi.
Bonne journée et à bientôt.
La Direction vous remercie.
Bonjour {p1.mr},
Cher {p1.first},
Chère {p1.first}, merci pour ta lettre.
{p1.mrfull}, né le {dob} à {city}
{p1.mr} habite au {address}.
{p1.mr} a été hospitalisé à {hospital} le {date}.
Le docteur {p2.last} vous recevra le {date}.
Vous pouvez joindre {p2.mr} au {phone}.
{p1.first} et {p2.first} sont partis à {city}.
J'ai déménagé de {city} à {city}.
Bien cordialement, {p1.full}
À l'attention de {p1.mrfull}
Livraison : {p1.full}, {address}
Signé : {p1.full}
"""),
    "es": (("ES", "MX", "AR", "CL", "CO"), """
Estimados señores:
Muchas gracias por su mensaje.
El pedido saldrá mañana del almacén.
Adjunto encontrará la factura.
Le rogamos disculpe las molestias.
El contrato vence a fin de año.
El paciente refiere dolor en la rodilla izquierda.
La exploración es normal.
Tome una pastilla con la comida.
No dude en llamarnos.
El Departamento de Ventas le responderá pronto.
Un saludo cordial
La Seguridad Social cubre el tratamiento.
Feliz Navidad y próspero año nuevo.
Estimada {p1.mr}:
Hola {p1.first}, ¿cómo estás?
Querida {p1.first}:
{p1.mrfull}, nacido el {dob} en {city}
{p1.mr} vive en {address}.
{p1.mr} ingresó en {hospital} el {date}.
La doctora {p2.last} lo atenderá el {date}.
Puede llamar a {p2.mr} al {phone}.
Me mudé de {city} a {city} en {year}.
{p1.first} y {p2.first} viven en {city}.
Atentamente, {p1.full}
Enviar a: {p1.full}, {address}
Firmado: {p1.full}
Mi mamá, {p1.full}, es de {city}.
"""),
    "it": (("IT", "CH"), """
Gentili Signori,
la ringraziamo per il Suo messaggio.
La spedizione avverrà entro la settimana.
In allegato trova la fattura.
Il contratto scade alla fine dell'anno.
Il paziente riferisce dolore al ginocchio sinistro.
L'esame obiettivo è nella norma.
Ci scusiamo per il disagio.
Distinti saluti
Il Servizio Clienti è aperto dal lunedì al venerdì.
Buon Natale a tutti!
Gentile {p1.mr},
Caro {p1.first}, come stai?
{p1.mrfull}, nato a {city} il {dob}
{p1.mr} abita in {address}.
{p1.mr} è stato ricoverato presso {hospital} il {date}.
Il dottor {p2.last} La vedrà il {date}.
Può chiamare {p2.mr} al {phone}.
Mi sono trasferito da {city} a {city}.
{p1.first} e {p2.first} arrivano a {city} il {date}.
Cordiali saluti, {p1.full}
Spedire a: {p1.full}, {address}
"""),
    "pt": (("PT", "BR"), """
Prezados Senhores,
obrigado pelo contato.
O pedido será enviado amanhã.
Segue em anexo a fatura.
O contrato termina no fim do ano.
O paciente queixa-se de dor no joelho esquerdo.
O exame físico é normal.
Pedimos desculpa pelo incômodo.
Atenciosamente
A Secretaria funciona de segunda a sexta.
Prezado {p1.mr},
Oi {p1.first}, tudo bem?
{p1.mrfull}, nascido em {dob}, natural de {city}
{p1.mr} mora em {address}.
{p1.mr} foi internado no {hospital} em {date}.
A doutora {p2.last} vai atender no dia {date}.
Ligue para {p2.mr}: {phone}.
Mudei de {city} para {city}.
{p1.first} e {p2.first} moram em {city}.
Abraços, {p1.first}
Entregar a: {p1.full}, {address}
"""),
    "nl": (("NL", "BE"), """
Geachte heer, mevrouw,
Bedankt voor uw bericht.
De bestelling wordt morgen verzonden.
In de bijlage vindt u de factuur.
Het contract loopt af aan het einde van het jaar.
De patiënt klaagt over pijn in de linkerknie.
Lichamelijk onderzoek zonder bijzonderheden.
Onze excuses voor het ongemak.
Met vriendelijke groet,
De Belastingdienst heeft de brief verstuurd.
Geachte {p1.mr},
Beste {p1.first},
{p1.mrfull}, geboren op {dob} te {city}
{p1.mr} woont aan de {address}.
{p1.mr} is op {date} opgenomen in {hospital}.
U kunt {p2.mr} bellen op {phone}.
Ik ben verhuisd van {city} naar {city}.
Groetjes, {p1.first} en {p2.first}
Bezorgen bij: {p1.full}, {address}
"""),
    "pl": (("PL",), """
Szanowni Państwo,
dziękujemy za wiadomość.
Przesyłka zostanie nadana jutro.
W załączeniu przesyłam fakturę.
Umowa wygasa z końcem roku.
Pacjent skarży się na ból lewego kolana.
Z wyrazami szacunku
Przepraszamy za kłopot.
Szanowna {p1.mr},
Cześć {p1.first}, co słychać?
{p1.mrfull}, ur. {dob}, zam. {address}
{p1.full} mieszka w {city}.
Proszę dzwonić: {p2.full}, tel. {phone}.
Przeprowadziłem się z {city} do {city}.
Pozdrawiam, {p1.first}
Adres dostawy: {p1.full}, {address}
"""),
    "sv": (("SE",), """
Hej,
tack för ditt meddelande.
Beställningen skickas i morgon.
Fakturan bifogas.
Avtalet löper ut vid årets slut.
Patienten har ont i vänster knä.
Med vänliga hälsningar
Hej {p1.first}, hur mår du?
{p1.full}, född {dob}, bor på {address}
Ring {p2.full} på {phone}.
Jag har flyttat från {city} till {city}.
Hälsningar, {p1.first} och {p2.first}
Levereras till: {p1.full}, {address}
"""),
    "tr": (("TR",), """
Sayın Yetkili,
mesajınız için teşekkür ederiz.
Siparişiniz yarın kargoya verilecektir.
Fatura ektedir.
Hasta sol dizinde ağrıdan yakınıyor.
Saygılarımızla
Sayın {p1.last},
Merhaba {p1.first}, nasılsın?
{p1.full}, {city} doğumlu, {address}
{p2.first} Bey'i {phone} numarasından arayabilirsiniz.
{city} şehrinden {city} şehrine taşındım.
Teslimat: {p1.full}, {address}
"""),
    "hu": (("HU",), """
Tisztelt Hölgyem, Uram!
Köszönjük levelét.
A csomagot holnap feladjuk.
A számlát mellékeljük.
Üdvözlettel:
Kedves {p1.first}!
{p1.eastern}, szül. {dob}, {address}
Hívja {p2.eastern} urat: {phone}
Üdvözlettel: {p1.eastern}
Szállítás: {p1.eastern}, {address}
"""),
    "id": (("ID",), """
Dengan hormat,
Terima kasih atas pesan Anda.
Pesanan akan dikirim besok.
Terlampir faktur pembelian.
Pasien mengeluh nyeri lutut kiri.
Hormat kami,
Yth. {p1.mr},
Halo {p1.first}, apa kabar?
{p1.full}, lahir {dob}, alamat {address}
Hubungi {p2.mr} di {phone}.
Saya pindah dari {city} ke {city}.
Kirim ke: {p1.full}, {address}
"""),
}
NATIVE = {language: (codes, Pool(f"native {language}", lines(text))) for language, (codes, text) in TEXTS.items()}


@kind("world_native", 2.5)
def native(doc):
    codes, pool = NATIVE[doc.choice(sorted(NATIVE))]
    doc.country = countries.COUNTRIES[doc.choice(codes)]
    for _ in range(doc.int(2, 8)):
        doc.say(pool, doc.choice(("\n", "\n", " ")))


CARD = Pool("world cards", lines("""
{p1.full}\\n{address.lines}
{p1.mrfull}\\n{address.lines}\\nTel. {phone}
{p1.full} {bar} {org} {bar} {phone} {bar} {p1.email}
{p1.FULL}\\n{address.lines}
{natid}\\n{p1.full}, {dob}
{p1.lf}; {dob}; {city}; {phone}
{p1.eastern}, {address}, {phone}
{p1.full}, {natid}, {address}
Passport {passport}: {p1.FULL}, born {dob}, {city}
Passenger {p1.LF} {mrn} {city} to {city}
IBAN {iban}, {p1.full}, {city}
{hospital}, {address}, {phone}
{hospital}\\n{p1.full}, {natid}
Absender: {p1.full}, {address}
Expéditeur : {p1.full}, {address}
Remitente: {p1.full}, {address}
Mittente: {p1.full}, {address}
Ship to: {p1.full}, {address}
From {p1.full}, {city} to {p2.full}, {city}
Name: {p1.full}\\nAddress: {address}\\nCountry: {country}
Tenant: {p1.full}\\nFlat: {street}\\nCity: {city}
Driver {p1.full}, van {plate}, {city}
{p1.full} ({city}, {country})
{city}, {street}
{city}, {date}
{street}, {city}
{p1.full} ({p1.he}/{p1.him}), {city}
"""))


@kind("world_cards", 2)
def cards(doc):
    """Names and addresses with little or no text around them."""
    countries.choose(doc)
    if doc.clean:
        doc.clean = False
    for _ in range(doc.int(1, 4)):
        doc.cast.clear()
        doc.say(CARD, "\n")


NATIVE_NAMES = (("王伟", "李娜", "张敏", "刘洋", "陈静", "杨磊", "赵强", "周杰"), ("佐藤健", "鈴木花子", "高橋一郎", "田中美咲"), ("김민준", "이서연", "박지훈", "최수진"),
                ("Иван Петров", "Анна Смирнова", "Ольга Кузнецова", "Дмитрий Соколов"), ("Γιώργος Παπαδόπουλος", "Μαρία Νικολάου"), ("محمد أحمد", "فاطمة حسن", "يوسف علي"),
                ("דוד כהן", "שרה לוי", "יעל מזרחי"), ("राहुल शर्मा", "प्रिया पटेल"), ("สมชาย ใจดี", "วันดี ศรีสุข"))


@kind("native_script", 0.15)
def script(doc):
    """A name in its own letters among English text."""
    doc.clean = False
    name = doc.choice([n for group in NATIVE_NAMES for n in group if doc.lists.keep(n)])
    doc.add(doc.choice(("Patient name: ", "Dear ", "From: ", "Interpreter needed for ", "Signed, ")))
    doc.add(name, "NAME")
    doc.add(doc.choice(("\n", ", ", " ", "; ")))
