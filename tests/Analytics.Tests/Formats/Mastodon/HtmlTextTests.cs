using System.Text;
using Analytics.Pipeline.Formats.Mastodon;

namespace Analytics.Tests.Formats.Mastodon;

/// <summary>Mark-up of posts, sound and torn.</summary>
public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("<p>Eins</p><p>Zwei<br>Drei</p>", "Eins\nZwei\nDrei\n")]
    [InlineData("a &amp; b &lt;c&gt; &quot;d&quot; &#39;e&#39; &uuml;", "a & b <c> \"d\" 'e' &uuml;")]
    [InlineData("#<span>ad</span> 3 < 4", "#ad 3 < 4")]
    [InlineData("<", "<")]
    [InlineData("", "")]
    public void Write_MarkUp_GivesWhatPeopleSee(string html, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(html);
        var target = new byte[bytes.Length];
        Assert.Equal(expected, Encoding.UTF8.GetString(target, 0, HtmlText.Write(bytes, target)));
    }

    [Fact]
    public void NextLink_LinksMentionsAndTornOnes_GivesAddressesOfLinks()
    {
        var links = new List<string>();
        var html = (ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(
            "<a href=\"https://a.example/1\" rel=\"me\">x</a><a href=\"/tags/t\" class=\"mention hashtag\">#t</a>"
            + "<a class=\"u-url mention\" href=\"/@b\">@b</a><a name=\"n\">y</a><a href=\"https://c.example\">z</a>"
            + "<a href=\"https://torn");
        while (HtmlText.NextLink(ref html, out var address))
        {
            if (!address.IsEmpty) links.Add(Encoding.UTF8.GetString(address));
        }

        Assert.Equal(["https://a.example/1", "https://c.example"], links);
    }
}
