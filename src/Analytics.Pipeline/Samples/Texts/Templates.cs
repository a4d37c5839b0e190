using System.Text;
using Analytics.Pipeline.Samples.Model;

namespace Analytics.Pipeline.Samples.Texts;

/// <summary>
/// Sentences per language. Slots: {s} subject, {p} place, {t} {u} hashtags of the community, {c} a common hashtag,
/// {m} a mention, {l} a link, {n} a small number, {h} an hour.
/// </summary>
internal static class Templates
{
    private static readonly byte[][] German = Lines(
        "Heute wieder viel los in {p}. Danke an alle, die mithelfen! {t} {u}",
        "Wer kommt am Samstag mit? Treffpunkt um {h} Uhr in {p}. {t} {c}",
        "{n} Leute, ein Ziel: {s}. Das war ein guter Abend. {t}",
        "Frage in die Runde: Was braucht {p} beim Thema {s} am dringendsten? {t}",
        "Lesetipp zum Thema {s}: {l} {t}",
        "{m} hat recht: ohne Freiwillige geht es nicht. {t} {u}",
        "Seit {n} Jahren dabei, und es wird nicht langweilig 😊 {t}",
        "Die Sitzung ist vorbei. Kurz gesagt: \"Wir machen weiter.\" {t} {l}",
        "Guten Morgen aus {p}! Kaffee, Regen, gute Laune. {c} {t}",
        "Neue Zahlen zu {s} in {p}: {n} Prozent mehr als im Vorjahr. Quelle: {l} {t}",
        "Ich sage es ungern, aber {m} hat mich überzeugt. {t}",
        "Drei Dinge, die ich heute gelernt habe:\n1. zuhören\n2. nachfragen\n3. {s} {t} {u}",
        "Kleine Erinnerung: Anmeldung noch bis Freitag, {l} {t}");

    private static readonly byte[][] English = Lines(
        "Busy day in {p} again. Thank you to everybody who turned up! {t} {u}",
        "Who is joining us on Saturday? We meet at {h} in {p}. {t} {c}",
        "{n} people, one aim: {s}. What an evening. {t}",
        "Honest question: what does {p} need most when it comes to {s}? {t}",
        "Worth your time if you care about {s}: {l} {t}",
        "{m} is right, nothing works without volunteers. {t} {u}",
        "{n} years in and still not bored 😊 {t}",
        "Meeting is over. In short: \"we carry on\". {t} {l}",
        "Good morning from {p}! Tea, rain, good company. {c} {t}",
        "New figures on {s}: up {n} per cent on last year, see {l} {t}",
        "Hard to admit, but {m} changed my mind. {t}",
        "Reminder: registration closes on Friday, {l} {t}");

    private static readonly byte[][] French = Lines(
        "Belle journée à {p}, merci à toutes et à tous ! {t} {u}",
        "On se retrouve samedi à {h} heures. {t} {c}",
        "À lire : {l} {t}",
        "{m} a raison, il faut continuer. {t}");

    private static readonly byte[][] Italian = Lines(
        "Bella giornata a {p}, grazie a tutti! {t} {u}",
        "Ci vediamo sabato alle {h}. {t} {c}",
        "Da leggere: {l} {t}",
        "{m} ha ragione, si va avanti. {t}");

    private static readonly byte[][] Dutch = Lines(
        "Mooie dag in {p}, dank aan iedereen! {t} {u}",
        "Tot zaterdag om {h} uur. {t} {c}",
        "Leestip: {l} {t}",
        "{m} heeft gelijk, we gaan door. {t}");

    private static readonly byte[][] ProperGerman = Lines(
        "Werbung | Ich teste gerade etwas für {p}: {l} {t}",
        "Anzeige: Mit {m} unterwegs, Rabatt unter {l} {t}",
        "Werbung – bezahlte Partnerschaft. Alles für {s} gibt es hier: {l} {t}");

    private static readonly byte[][] ProperEnglish = Lines(
        "Advertisement: trying something new for {s}, see {l} {t}",
        "Paid partnership: out with {m} today, discount at {l} {t}");

    private static readonly byte[][] WeakGerman = Lines(
        "Ich bin begeistert! Alles für {s}: {l} {t} {u} {c} #ad",
        "Danke an {m} für den schönen Tag! {l} {t} {u} #sponsored",
        "Mein Liebling für {s} ist wieder da: {l} {t} {c} #ad");

    private static readonly byte[][] WeakEnglish = Lines(
        "So happy with this! All you need for {s}: {l} {t} {u} {c} #ad",
        "Thanks to {m} for having us! {l} {t} {u} #sponsored");

    private static readonly byte[][] HiddenGerman = Lines(
        "Ich bin begeistert! Mit dem Code {n}SPAR wird alles günstiger: {l} {t}",
        "Das beste Angebot für {s} gibt es gerade hier: {l} {t} {u}");

    private static readonly byte[][] HiddenEnglish = Lines(
        "So happy with this! Code {n}SAVE gets you a discount: {l} {t}",
        "Best offer for {s} right now: {l} {t} {u}");

    /// <summary>A sentence of the language; advertising is written in German or English.</summary>
    public static ReadOnlySpan<byte> Pick(ReadOnlySpan<byte> language, SponsorLabel label, ulong bits)
    {
        var german = language[0] == 'd';
        var lines = label switch
        {
            SponsorLabel.Proper => german ? ProperGerman : ProperEnglish,
            SponsorLabel.Weak => german ? WeakGerman : WeakEnglish,
            SponsorLabel.None => german ? HiddenGerman : HiddenEnglish,
            _ => language[0] switch
            {
                (byte)'d' => German,
                (byte)'f' => French,
                (byte)'i' => Italian,
                (byte)'n' => Dutch,
                _ => English,
            },
        };
        return lines[SampleRandom.Below(bits, lines.Length)];
    }

    private static byte[][] Lines(params string[] lines) => [.. lines.Select(Encoding.UTF8.GetBytes)];
}
