using Analytics.Pipeline.Ingest;

namespace Analytics.Tests.Ingest;

public sealed class PostTextTests
{
    [Theory]
    [InlineData("#Radweg", "radweg")]
    [InlineData("##x", "x")]
    [InlineData("＃日本", "日本")]
    [InlineData("Straße", "straße")]
    [InlineData("#", "")]
    public void Hashtag_AnySpelling_IsOne(string text, string expected) =>
        Assert.Equal(expected, PostText.Hashtag(text));

    [Theory]
    [InlineData("a #Radweg, #öffi! (#zug_24) #24 x#no &#39; #1mai", "Radweg öffi zug_24 1mai")]
    [InlineData("＃日本 #日本語", "日本 日本語")]
    [InlineData("# #_ ##b", "b")]
    public void Hashtags_InText_AreFound(string text, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), PostText.Hashtags(text));

    [Theory]
    [InlineData("https://www.Example.org/a?b", "example.org")]
    [InlineData("http://example.org:8080", "example.org")]
    [InlineData("https://example.org#top", "example.org")]
    [InlineData("https://example.org.", "example.org")]
    [InlineData("https://example.org),", "example.org")]
    [InlineData("https://example.org…", "example.org")]
    [InlineData("https://max:secret@example.org/x", "example.org")]
    [InlineData("https://example.org/@max", "example.org")]
    [InlineData("//cdn.example.org/x", "cdn.example.org")]
    [InlineData("example.org/x", "example.org")]
    [InlineData("https://bücher.example/", "bücher.example")]
    [InlineData("https://", "")]
    [InlineData("", "")]
    public void Domain_OfALink_IsTheHostAlone(string link, string expected) =>
        Assert.Equal(expected, PostText.Domain(link));

    [Theory]
    [InlineData("see https://a.example/x and HTTP://b.example", "https://a.example/x HTTP://b.example")]
    [InlineData("<a href=\"https://a.example/\">x</a>", "https://a.example/")]
    [InlineData("ftp://a.example www.b.example", "")]
    public void Links_InText_AreFound(string text, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), PostText.Links(text));

    [Theory]
    [InlineData("Werbung: neu", "werbung")]
    [InlineData("Danke an X (Unbezahlte Werbung)", "unbezahlte werbung")]
    [InlineData("#Anzeige heute", "#anzeige")]
    [InlineData("look #ad", "#ad")]
    [InlineData("look #AD!", "#ad")]
    [InlineData("Paid partnership with X", "paid partnership")]
    [InlineData("[Ad] x", "[ad]")]
    [InlineData("Bezahlte Werbepartnerschaft mit X", "bezahlte werbepartnerschaft")]
    [InlineData("#adventure #additional", null)]
    [InlineData("Werbungskosten, Bewerbung, Anzeigetafel", null)]
    [InlineData("an ad hoc idea", null)]
    public void Disclosure_InText_IsTheMarker(string text, string? expected) =>
        Assert.Equal(expected, PostText.Disclosure(text));

    [Theory]
    [InlineData("Werbung: neu", true)]
    [InlineData("  [Anzeige] neu", true)]
    [InlineData("\n\n#Werbung neu", true)]
    [InlineData("📣 *ANZEIGE* 📣 neu", true)]
    [InlineData("<p><b>Werbung</b> neu</p>", true)]
    [InlineData("#ad neu", true)]
    [InlineData("Neu! Werbung", false)]
    [InlineData("#schön #Werbung neu", false)]
    [InlineData("@brand Anzeige", false)]
    [InlineData("https://a.example Anzeige", false)]
    [InlineData("2024: Anzeige", false)]
    [InlineData(".\n.\n.\nWerbung", false)]
    [InlineData("#ad Werbung: hidden behind a hashtag", true)]
    [InlineData("Bewerbung", null)]
    [InlineData("", null)]
    public void DisclosesUpFront_InText_IsWhetherTheTextBeginsWithIt(string text, bool? expected) =>
        Assert.Equal(expected, PostText.DisclosesUpFront(text));
}
