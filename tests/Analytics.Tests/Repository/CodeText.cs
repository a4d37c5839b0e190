namespace Analytics.Tests.Repository;

/// <summary>Blanks out what is not code, keeping line breaks, so that brackets can be counted.</summary>
internal static class CodeText
{
    public static string WithoutTextAndComments(string code)
    {
        var text = code.ToCharArray();
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfSpecial(code, at);
            for (var i = at; i < end; i++)
                if (text[i] != '\n') text[i] = ' ';
            at = Math.Max(end, at + 1);
        }

        return new string(text);
    }

    /// <summary>Where the comment, text or directive that begins here ends; the place itself if none.</summary>
    private static int EndOfSpecial(string code, int at)
    {
        var rest = code.AsSpan(at);
        if (rest.StartsWith("//") || rest[0] == '#') return EndOf(code, at, "\n", 0);
        if (rest.StartsWith("/*")) return EndOf(code, at + 2, "*/", 2);
        if (rest[0] == '\'') return EndOfCharacter(code, at);
        var prefix = 0;
        while (prefix < rest.Length && rest[prefix] is '$' or '@') prefix++;
        return prefix < rest.Length && rest[prefix] == '"' ? EndOfText(code, at, prefix) : at;
    }

    private static int EndOfCharacter(string code, int at)
    {
        var end = at + 1;
        while (code[end] != '\'') end += code[end] == '\\' ? 2 : 1;
        return end + 1;
    }

    private static int EndOfText(string code, int at, int prefix)
    {
        var quotes = 0;
        while (at + prefix + quotes < code.Length && code[at + prefix + quotes] == '"') quotes++;
        var isVerbatim = code.AsSpan(at, prefix).Contains('@');
        if (quotes == 2) return at + prefix + 2;
        if (quotes >= 3 && !isVerbatim) return EndOf(code, at + prefix + quotes, new string('"', quotes), quotes);

        var hasHoles = code.AsSpan(at, prefix).Contains('$');
        var end = at + prefix + 1;
        while (end < code.Length)
        {
            switch (code[end])
            {
                case '\\' when !isVerbatim:
                    end += 2;
                    break;
                case '"' when isVerbatim && end + 1 < code.Length && code[end + 1] == '"':
                    end += 2;
                    break;
                case '"':
                    return end + 1;
                case '{' when hasHoles && code[end + 1] == '{':
                    end += 2;
                    break;
                case '{' when hasHoles:
                    end = EndOfHole(code, end + 1);
                    break;
                default:
                    end++;
                    break;
            }
        }

        return end;
    }

    private static int EndOfHole(string code, int at)
    {
        for (var depth = 1; depth > 0;)
        {
            var end = EndOfSpecial(code, at);
            if (end > at)
            {
                at = end;
                continue;
            }

            if (code[at] == '{') depth++;
            if (code[at] == '}') depth--;
            at++;
        }

        return at;
    }

    private static int EndOf(string code, int from, string mark, int markLength)
    {
        var found = code.IndexOf(mark, Math.Min(from, code.Length), StringComparison.Ordinal);
        return found < 0 ? code.Length : found + markLength;
    }
}
