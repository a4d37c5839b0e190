using Analytics.App.Console;
using Analytics.App.Tables;

namespace Analytics.App.Query;

/// <summary>What somebody did at the prompt.</summary>
internal enum LineOutcome
{
    /// <summary>Ended the line with Enter.</summary>
    Entered,

    /// <summary>Gave the line up with Ctrl-C.</summary>
    Cancelled,

    /// <summary>Left with Ctrl-D.</summary>
    Ended,
}

/// <summary>
/// Edits one line on a terminal, with history. A line longer than the screen scrolls sideways. Keys: arrows, Home, End,
/// Backspace, Delete, and as in a shell Ctrl-A/E (ends), Ctrl-K/U (delete to the end, to the beginning), Ctrl-W (delete
/// word), Ctrl-Left/Right (by word), Ctrl-L (clear screen), Ctrl-C (give up), Ctrl-D (leave).
/// </summary>
internal sealed class LineEditor(Terminal terminal, QueryHistory history)
{
    /// <summary>Shows the line ends of a recalled statement.</summary>
    private const char LineEndPicture = '\u23ce';

    private string _prompt = "";
    private string _text = "";
    private int _cursor;
    private int _recalled;
    private string _draft = "";

    /// <summary>Reads a line; empty unless the outcome is <see cref="LineOutcome.Entered"/>.</summary>
    public (LineOutcome Outcome, string Text) ReadLine(string prompt)
    {
        (_prompt, _text, _cursor) = (prompt, "", 0);
        (_recalled, _draft) = (history.Entries.Count, "");
        while (true)
        {
            Draw();
            var key = terminal.ReadKey();
            if (key.Key == ConsoleKey.Enter) return Finish(LineOutcome.Entered);
            if (IsControl(key, ConsoleKey.C)) return Finish(LineOutcome.Cancelled);
            if (IsControl(key, ConsoleKey.D))
            {
                if (_text.Length == 0) return Finish(LineOutcome.Ended);
                Delete(_cursor, _cursor + 1);
                continue;
            }

            if (!Move(key) && !Erase(key) && !Recall(key)) Insert(key.KeyChar);
        }
    }

    private bool Move(ConsoleKeyInfo key)
    {
        var byWord = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        int? target = key.Key switch
        {
            ConsoleKey.LeftArrow => byWord ? WordBefore() : _cursor - 1,
            ConsoleKey.RightArrow => byWord ? WordAfter() : _cursor + 1,
            ConsoleKey.Home => 0,
            ConsoleKey.End => _text.Length,
            ConsoleKey.A when byWord => 0,
            ConsoleKey.E when byWord => _text.Length,
            _ => null,
        };
        if (target is not { } place) return false;
        _cursor = Math.Clamp(place, 0, _text.Length);
        return true;
    }

    private bool Erase(ConsoleKeyInfo key)
    {
        var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.Backspace when !control:
                Delete(_cursor - 1, _cursor);
                return true;
            case ConsoleKey.Delete:
                Delete(_cursor, _cursor + 1);
                return true;
            case ConsoleKey.K when control:
                Delete(_cursor, _text.Length);
                return true;
            case ConsoleKey.U when control:
                Delete(0, _cursor);
                return true;
            case ConsoleKey.W when control:
            case ConsoleKey.Backspace:
                Delete(WordBefore(), _cursor);
                return true;
            case ConsoleKey.L when control:
                terminal.Error.Write("\e[2J\e[H");
                return true;
            default:
                return false;
        }
    }

    private bool Recall(ConsoleKeyInfo key)
    {
        var step = key.Key switch { ConsoleKey.UpArrow => -1, ConsoleKey.DownArrow => 1, _ => 0 };
        if (step == 0) return false;

        var entries = history.Entries;
        if (_recalled == entries.Count) _draft = _text;
        _recalled = Math.Clamp(_recalled + step, 0, entries.Count);
        _text = _recalled == entries.Count ? _draft : entries[_recalled];
        _cursor = _text.Length;
        return true;
    }

    private void Insert(char letter)
    {
        var text = letter == '\t' ? "  " : char.IsControl(letter) ? "" : letter.ToString();
        _text = _text.Insert(_cursor, text);
        _cursor += text.Length;
    }

    private void Delete(int from, int to)
    {
        (from, to) = (Math.Max(0, from), Math.Min(_text.Length, to));
        _text = _text.Remove(from, to - from);
        _cursor = from;
    }

    private int WordBefore()
    {
        var at = _cursor;
        while (at > 0 && char.IsWhiteSpace(_text[at - 1])) at--;
        while (at > 0 && !char.IsWhiteSpace(_text[at - 1])) at--;
        return at;
    }

    private int WordAfter()
    {
        var at = _cursor;
        while (at < _text.Length && !char.IsWhiteSpace(_text[at])) at++;
        while (at < _text.Length && char.IsWhiteSpace(_text[at])) at++;
        return at;
    }

    /// <summary>Draws the part around the cursor; the last column stays free, so that nothing wraps.</summary>
    private void Draw()
    {
        var room = Math.Max(8, terminal.Width() - _prompt.Length - 1);
        var first = 0;
        while (PlainTable.WidthOf(Shown(first, _cursor)) > room - 1) first++;
        var last = _text.Length;
        while (last > _cursor && PlainTable.WidthOf(Shown(first, last)) > room) last--;

        var column = _prompt.Length + PlainTable.WidthOf(Shown(first, _cursor));
        terminal.Error.Write($"\r\e[K{_prompt}{Shown(first, last)}\r\e[{column}C");
        terminal.Error.Flush();
    }

    private string Shown(int from, int to) => CellText.OnOneLine(_text[from..to].Replace('\n', LineEndPicture));

    private (LineOutcome Outcome, string Text) Finish(LineOutcome outcome)
    {
        _cursor = _text.Length;
        Draw();
        terminal.Error.WriteLine(outcome == LineOutcome.Cancelled ? "^C" : "");
        return (outcome, outcome == LineOutcome.Entered ? _text : "");
    }

    private static bool IsControl(ConsoleKeyInfo key, ConsoleKey letter) =>
        key.Key == letter && key.Modifiers.HasFlag(ConsoleModifiers.Control);
}
