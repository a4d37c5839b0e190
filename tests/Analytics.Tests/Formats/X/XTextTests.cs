using System.Text;
using Analytics.Pipeline.Formats.X;

namespace Analytics.Tests.Formats.X;

/// <summary>Times and addresses as X writes them.</summary>
public sealed class XTextTests
{
    [Theory]
    [InlineData("Wed Oct 10 20:19:24 +0000 2018", "2018-10-10T20:19:24+0000")]
    [InlineData("Sun Jan 01 00:00:00 +0130 2023", "2023-01-01T00:00:00+0130")]
    [InlineData("2012-03-17 17:50:56 +0000", "2012-03-17 17:50:56 +0000")]
    [InlineData("Wed Okt 10 20:19:24 +0000 2018", "Wed Okt 10 20:19:24 +0000 2018")]
    [InlineData("", "")]
    public void ToIso_Text_IsIsoOrAsItWas(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(expected, Encoding.UTF8.GetString(TwitterTime.ToIso(bytes, new byte[TwitterTime.Length])));
    }

    [Theory]
    [InlineData("https://twitter.com/anna/status/123", "anna", "123")]
    [InlineData("https://mobile.twitter.com/anna/statuses/123?s=20", "anna", "123")]
    [InlineData("http://www.x.com/Anna/status/123#m", "Anna", "123")]
    [InlineData("https://twitter.com/anna/status/123/photo/1", "", "")]
    [InlineData("https://twitter.com/anna/status/", "", "")]
    [InlineData("https://twitter.com/anna", "", "")]
    [InlineData("https://nottwitter.com/anna/status/123", "", "")]
    [InlineData("twitter.com/anna/status/123", "", "")]
    public void Parts_OfAddress_AreHandleAndNumber(string address, string handle, string post)
    {
        var parts = new XStatusAddress(Encoding.UTF8.GetBytes(address));
        Assert.Equal((handle, post), (Encoding.UTF8.GetString(parts.Handle), Encoding.UTF8.GetString(parts.Post)));
    }
}
