using System.Text;
using Analytics.Pipeline.Formats.Mastodon;

namespace Analytics.Tests.Formats.Mastodon;

/// <summary>What addresses of the Fediverse tell.</summary>
public sealed class MastodonUriTests
{
    [Theory]
    [InlineData("https://a.example/users/Anna", "a.example", "Anna", "")]
    [InlineData("https://a.example/users/anna/statuses/112020848640000000", "a.example", "anna", "112020848640000000")]
    [InlineData("http://a.example/@anna/112020848640000000", "a.example", "anna", "112020848640000000")]
    [InlineData("https://a.example/@anna@b.example/1", "a.example", "anna@b.example", "1")]
    [InlineData("https://a.example/ap/users/77/statuses/5", "a.example", "ap/users/77", "5")]
    [InlineData("https://a.example/p/anna/9", "a.example", "anna", "")]
    [InlineData("https://a.example/notes/9abc", "", "", "")]
    [InlineData("https://a.example/users/", "", "", "")]
    [InlineData("https://a.example/ap/users/", "", "", "")]
    [InlineData("https:///users/anna", "", "", "")]
    [InlineData("tag:a.example,2020:objectId=1", "", "", "")]
    [InlineData("", "", "", "")]
    public void Parts_OfAddress_AreServerNameAndNumber(string uri, string server, string name, string status)
    {
        var parts = new MastodonUri(Encoding.UTF8.GetBytes(uri));

        Assert.Equal(
            (server, name, status),
            (Encoding.UTF8.GetString(parts.Server), Encoding.UTF8.GetString(parts.Name),
                Encoding.UTF8.GetString(parts.Status)));
    }

    [Theory]
    [InlineData("112020848640000000", 1_709_302_500_000)]
    [InlineData("1234567", 0)]
    [InlineData("99999999999999999999999", 0)]
    [InlineData("01HPQ", 0)]
    public void StatusMilliseconds_OfNumber_IsTheTimeInItOrNone(string number, long expected)
    {
        var uri = Encoding.UTF8.GetBytes($"https://a.example/users/anna/statuses/{number}");
        Assert.Equal(expected, new MastodonUri(uri).StatusMilliseconds);
    }
}
