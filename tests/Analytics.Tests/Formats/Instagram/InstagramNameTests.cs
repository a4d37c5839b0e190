using System.Text;
using Analytics.Pipeline.Formats.Instagram;

namespace Analytics.Tests.Formats.Instagram;

/// <summary>Names of accounts and codes of posts, in texts and addresses.</summary>
public sealed class InstagramNameTests
{
    [Theory]
    [InlineData(" @Anna.B_1 ", "anna.b_1")]
    [InlineData("Anna B", "")]
    [InlineData("👍", "")]
    [InlineData(".", "")]
    [InlineData("", "")]
    public void Of_Text_IsANameOrNothing(string text, string expected) =>
        Assert.Equal(expected, Text(InstagramName.Of(Encoding.UTF8.GetBytes(text), new byte[InstagramName.Longest])));

    [Theory]
    [InlineData("https://www.instagram.com/Anna", "anna", "")]
    [InlineData("https://www.instagram.com/_u/anna?x=1", "anna", "")]
    [InlineData("https://www.instagram.com/p/AbC-1/", "", "AbC-1")]
    [InlineData("https://www.instagram.com/anna/reel/XyZ/?igsh=1", "anna", "XyZ")]
    [InlineData("https://www.instagram.com/stories/anna/1", "", "")]
    [InlineData("https://elsewhere.example/anna", "", "")]
    [InlineData("", "", "")]
    public void OfAddress_PageOrPost_IsAccountOrCode(string address, string name, string post)
    {
        var bytes = Encoding.UTF8.GetBytes(address);
        Assert.Equal(
            (name, post),
            (Text(InstagramName.OfAddress(bytes, new byte[InstagramName.Longest])), Text(InstagramName.PostOf(bytes))));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
