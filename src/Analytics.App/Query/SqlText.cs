namespace Analytics.App.Query;

/// <summary>Finds where statements end, as far as one must know to read them from a prompt or a pipe.</summary>
internal static class SqlText
{
    /// <summary>
    /// Splits at semicolons outside quotes, dollar quotes and comments. Statements come without their semicolon and
    /// without those that hold nothing but blanks and comments; <c>Remainder</c> begins after the last semicolon.
    /// </summary>
    public static (IReadOnlyList<string> Statements, string Remainder) Split(string text)
    {
        List<string> statements = [];
        var start = 0;
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != ';')
            {
                at = Next(text, at);
                continue;
            }

            Add(statements, text[start..at]);
            start = ++at;
        }

        return (statements, text[start..]);
    }

    /// <summary>All statements of a text that is complete; the last may lack its semicolon.</summary>
    public static IReadOnlyList<string> All(string text)
    {
        var (statements, rest) = Split(text);
        List<string> all = [.. statements];
        Add(all, rest);
        return all;
    }

    /// <summary>Whether nothing is left but blanks and comments.</summary>
    public static bool IsBlank(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsWhiteSpace(text[at]) && !IsComment(text, at)) return false;
            at = Next(text, at);
        }

        return true;
    }

    /// <summary>A text as an SQL literal.</summary>
    public static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private static void Add(List<string> statements, string statement)
    {
        if (!IsBlank(statement)) statements.Add(statement.Trim());
    }

    private static bool IsComment(string text, int at) => At(text, at, "--") || At(text, at, "/*");

    /// <summary>The place after the token at <paramref name="at"/>; the end if it stays open.</summary>
    private static int Next(string text, int at)
    {
        if (At(text, at, "--")) return After(text, "\n", at + 2);
        if (At(text, at, "/*")) return AfterBlockComment(text, at);
        return text[at] switch
        {
            '\'' when at > 0 && text[at - 1] is 'e' or 'E' && !IsWord(text, at - 2) => AfterEscapedText(text, at + 1),
            '\'' => After(text, "'", at + 1),
            '"' => After(text, "\"", at + 1),
            '$' when DollarTag(text, at) is { } tag => After(text, tag, at + tag.Length),
            _ => at + 1,
        };
    }

    /// <summary>Block comments nest, as in PostgreSQL.</summary>
    private static int AfterBlockComment(string text, int at)
    {
        var depth = 0;
        do
        {
            var (opens, closes) = (At(text, at, "/*"), At(text, at, "*/"));
            depth += opens ? 1 : closes ? -1 : 0;
            at += opens || closes ? 2 : 1;
        }
        while (depth > 0 && at < text.Length);
        return Math.Min(at, text.Length);
    }

    private static int AfterEscapedText(string text, int at)
    {
        while (at < text.Length && text[at] != '\'') at += text[at] == '\\' ? 2 : 1;
        return Math.Min(at + 1, text.Length);
    }

    private static string? DollarTag(string text, int at)
    {
        if (IsWord(text, at - 1)) return null;
        var end = at + 1;
        while (IsWord(text, end)) end++;
        var isParameter = end > at + 1 && char.IsDigit(text[at + 1]);
        return end < text.Length && text[end] == '$' && !isParameter ? text[at..(end + 1)] : null;
    }

    private static bool IsWord(string text, int at) =>
        at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');

    private static bool At(string text, int at, string token) =>
        string.CompareOrdinal(text, at, token, 0, token.Length) == 0;

    private static int After(string text, string token, int from)
    {
        var found = text.IndexOf(token, from, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + token.Length;
    }
}
