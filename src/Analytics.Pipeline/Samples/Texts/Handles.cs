using System.Buffers.Text;
using Analytics.Pipeline.Samples.Model;

namespace Analytics.Pipeline.Samples.Texts;

/// <summary>
/// Handles such as <c>anna_gruber42</c>: common first and family names drawn independently, so that a resemblance to a
/// living person is chance. Unique, because each is a one-to-one function of the account.
/// </summary>
internal sealed class Handles
{
    /// <summary>Longest handle in bytes.</summary>
    public const int MaxBytes = 40;

    private static readonly byte[][] FirstNames = Words(
        "anna lena sophie marie julia laura lisa katharina eva johanna magdalena theresa elif ayse ivana marija " +
        "emma olivia amelia grace ruby chloe hannah alice freya maya nora ella ines camille giulia sanne " +
        "lukas jakob david paul felix maximilian tobias florian stefan thomas michael andreas emre mehmet ivan marko " +
        "oliver harry george noah jack leo oscar henry arthur theo sam ben luca mathis pierre daan");

    private static readonly byte[][] LastNames = Words(
        "gruber huber bauer wagner mueller pichler steiner moser mayer hofer leitner berger fuchs eder fischer " +
        "schmid winkler weber schwarz maier schneider reiter mayr schmidt wimmer egger brunner lang baumgartner auer " +
        "smith jones taylor brown wilson evans thomas walker white green hall clarke wood harris lewis young " +
        "turner hill cooper ward yilmaz kaya demir horvat kovac novak petrov rossi ferrari moreau laurent " +
        "devries jansen");

    private readonly ulong _key;
    private readonly Shuffle _shuffle;

    public Handles(ulong seed, int accounts)
    {
        _key = SampleRandom.Key(seed, Streams.Handle);
        _shuffle = new Shuffle(_key, Math.Max(accounts, FirstNames.Length * LastNames.Length * 90));
    }

    /// <summary>Writes the handle and returns its length.</summary>
    public int Write(int account, Span<byte> target)
    {
        var place = _shuffle[account];
        var first = FirstNames[place % FirstNames.Length];
        place /= FirstNames.Length;
        var last = LastNames[place % LastNames.Length];
        var number = 10 + (place / LastNames.Length);
        first.CopyTo(target);
        var length = first.Length;
        target[length++] = (byte)'_';
        last.CopyTo(target[length..]);
        length += last.Length;
        Utf8Formatter.TryFormat(number, target[length..], out var digits);
        return length + digits;
    }

    private static byte[][] Words(string words) =>
        [.. words.Split(' ').Select(System.Text.Encoding.UTF8.GetBytes)];
}
