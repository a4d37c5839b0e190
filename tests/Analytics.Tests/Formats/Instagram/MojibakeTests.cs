using System.Text;
using Analytics.Pipeline.Formats.Instagram;

namespace Analytics.Tests.Formats.Instagram;

/// <summary>Texts that Meta breaks, and those that it did not break.</summary>
public sealed class MojibakeTests
{
    [Theory]
    [InlineData("schön 🚲 für alle")]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("Ã¤ was typed so")]
    public void Mend_BrokenText_GivesWhatWasWritten(string text)
    {
        var broken = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
        Assert.Equal(text, Mend(broken));
    }

    [Theory]
    [InlineData("schön")]
    [InlineData("🚲")]
    [InlineData("Łódź")]
    public void Mend_SoundText_LeavesIt(string text) => Assert.Equal(text, Mend(text));

    private static string Mend(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Encoding.UTF8.GetString(Mojibake.Mend(bytes, new byte[bytes.Length]));
    }
}
