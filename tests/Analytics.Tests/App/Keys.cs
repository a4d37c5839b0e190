namespace Analytics.Tests.App;

/// <summary>Plays keys: letters as they are, others by name (<c>&lt;Up&gt;</c>, <c>&lt;^C&gt;</c>).</summary>
internal sealed class Keys(string script)
{
    private int _next;

    public ConsoleKeyInfo Read()
    {
        if (_next >= script.Length) throw new InvalidOperationException("the keys are used up");
        var letter = script[_next++];
        if (letter == '\n') return new ConsoleKeyInfo('\r', ConsoleKey.Enter, false, false, false);
        if (letter != '<') return new ConsoleKeyInfo(letter, KeyOf(letter), false, false, false);

        var end = script.IndexOf('>', _next);
        var name = script[_next..end];
        _next = end + 1;
        var control = name.StartsWith('^');
        if (control) name = name[1..];
        var key = name switch
        {
            "Up" => ConsoleKey.UpArrow,
            "Down" => ConsoleKey.DownArrow,
            "Left" => ConsoleKey.LeftArrow,
            "Right" => ConsoleKey.RightArrow,
            _ => Enum.Parse<ConsoleKey>(name),
        };
        return new ConsoleKeyInfo('\0', key, false, false, control);
    }

    private static ConsoleKey KeyOf(char letter) =>
        char.IsAsciiLetter(letter) ? Enum.Parse<ConsoleKey>(char.ToUpperInvariant(letter).ToString()) : ConsoleKey.None;
}
