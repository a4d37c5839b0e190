namespace Analytics.Pipeline.Sources.Pull;

/// <summary>Reads <c>Link: &lt;address&gt;; rel="next"</c> (RFC 8288).</summary>
internal static class LinkHeader
{
    /// <summary>The address of the next page as it stands there, or null.</summary>
    public static string? Next(string? header)
    {
        var rest = (header ?? "").AsSpan();
        while (rest.IndexOf('<') is var open and >= 0)
        {
            rest = rest[(open + 1)..];
            var close = rest.IndexOf('>');
            if (close < 0) return null;
            var address = rest[..close].Trim();
            rest = rest[(close + 1)..];
            var end = EndOfParameters(rest);
            if (IsNext(rest[..end])) return address.ToString();
            rest = rest[end..];
        }

        return null;
    }

    /// <summary>A comma ends the parameters of a link unless it stands in quotes.</summary>
    private static int EndOfParameters(ReadOnlySpan<char> text)
    {
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && isQuoted) i++;
            else if (text[i] == '"') isQuoted = !isQuoted;
            else if (text[i] == ',' && !isQuoted) return i;
        }

        return text.Length;
    }

    private static bool IsNext(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();
            var split = parameter.IndexOf('=');
            if (split < 0 || !parameter[..split].Trim().Equals("rel", StringComparison.OrdinalIgnoreCase)) continue;
            var relations = parameter[(split + 1)..].Trim().Trim('"').ToString();
            return relations.Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase);
        }

        return false;
    }
}
