using System.Text;
using Analytics.Pipeline.Samples.Model;

namespace Analytics.Pipeline.Samples.Texts;

/// <summary>
/// What a community is about and where: place, languages, the subject in German and English, hashtags of its own with
/// the most characteristic first.
/// </summary>
internal sealed record Theme(
    byte[] Place, byte[] Language, byte[] SecondLanguage, byte[] German, byte[] English, byte[][] Tags)
{
    /// <summary>Hashtags that every community uses.</summary>
    public static readonly byte[][] CommonTags = Words(
        "montag gemeinsam zukunft guten_morgen wochenende monday together weekend news update community sommer");

    private static readonly (string Name, string Slug, string Language)[] Places =
    [
        ("Wien", "wien", "de"), ("Graz", "graz", "de"), ("Manchester", "manchester", "en"), ("Linz", "linz", "de"),
        ("Berlin", "berlin", "de"), ("Leeds", "leeds", "en"), ("München", "muenchen", "de"), ("Lyon", "lyon", "fr"),
        ("Salzburg", "salzburg", "de"), ("Dublin", "dublin", "en"), ("Hamburg", "hamburg", "de"),
        ("Innsbruck", "innsbruck", "de"), ("London", "london", "en"), ("Torino", "torino", "it"),
        ("Köln", "koeln", "de"), ("Bristol", "bristol", "en"), ("Zürich", "zuerich", "de"),
        ("Leipzig", "leipzig", "de"), ("Glasgow", "glasgow", "en"), ("Utrecht", "utrecht", "nl"),
        ("Klagenfurt", "klagenfurt", "de"), ("Bregenz", "bregenz", "de"), ("Cardiff", "cardiff", "en"),
    ];

    private static readonly (string German, string English, string Tags)[] Topics =
    [
        ("Radverkehr", "cycling", "radweg radentscheid velo pedale"),
        ("Pflege", "care work", "pflege pflegekraft caring stationsalltag"),
        ("Solarstrom", "solar power", "solar balkonkraftwerk sonnenstrom energiewende"),
        ("Gemeindebau", "social housing", "wohnen mieten hausgemeinschaft housing"),
        ("Schule", "schools", "schule lehrzimmer klassenfahrt teaching"),
        ("Landwirtschaft", "farming", "hofladen ernte acker farmlife"),
        ("Ehrenamt", "volunteering", "ehrenamt freiwillig nachbarschaft volunteers"),
        ("Feuerwehr", "fire brigades", "feuerwehr einsatz uebung firefighters"),
        ("Bibliotheken", "libraries", "bibliothek lesen buchtipp library"),
        ("Bahn", "rail travel", "bahn nachtzug fahrplan trains"),
        ("Naturschutz", "nature conservation", "naturschutz moor artenvielfalt wildlife"),
        ("Lehrlinge", "apprenticeships", "lehre werkstatt handwerk apprentice"),
        ("Amateurfußball", "grassroots football", "unterhaus kreisliga heimspiel sundayleague"),
        ("Chöre", "choir singing", "chor probe konzert singing"),
        ("Wochenmärkte", "farmers markets", "wochenmarkt regional saison freshfood"),
        ("freie Software", "open source", "opensource linux freiesoftware selfhosting"),
        ("Bergsport", "mountain sports", "berge huettentour klettern hiking"),
        ("Kleingärten", "allotments", "kleingarten kompost tomaten allotment"),
        ("Tierheime", "animal shelters", "tierheim adoptieren hunde rescuecat"),
    ];

    /// <summary>Theme of a community; two share a topic and a place only when all pairs are used up.</summary>
    public static Theme Of(in Community community, ulong seed)
    {
        // 19 topics and 23 places have no common factor: the pair repeats after 437 communities.
        var shift = SampleRandom.Below(SampleRandom.Key(seed, Streams.Text), Topics.Length * Places.Length);
        var step = community.Index + shift;
        var topic = Topics[step % Topics.Length];
        var place = Places[step % Places.Length];
        var round = community.Index / (Topics.Length * Places.Length);
        var suffix = round == 0 ? "" : (round + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var topicTags = topic.Tags.Split(' ');
        string[] tags =
        [
            place.Slug + topicTags[0] + suffix, topicTags[1] + place.Slug + suffix, place.Slug + suffix, .. topicTags,
        ];
        return new Theme(
            Utf8(place.Name), Utf8(place.Language), Utf8(place.Language != "en" ? "en" : "de"),
            Utf8(topic.German), Utf8(topic.English), [.. tags.Select(Utf8)]);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[][] Words(string words) => [.. words.Split(' ').Select(Utf8)];
}
