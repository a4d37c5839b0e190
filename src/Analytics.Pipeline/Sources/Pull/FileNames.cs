using System.Text;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>Names for files here, made from names elsewhere.</summary>
internal static class FileNames
{
    private const int LongestBytes = 180;

    /// <summary>
    /// A name that any file system takes and that hides nothing: letters, digits and <c>. _ - + =</c> stay, the rest is
    /// written as <c>%</c> and hexadecimal digits. A long name keeps its end, which says what it is.
    /// </summary>
    public static string Safe(string name)
    {
        StringBuilder safe = new();
        foreach (var value in Encoding.UTF8.GetBytes(name))
        {
            var plain = char.IsAsciiLetterOrDigit((char)value) || (char)value is '_' or '-' or '+' or '='
                || ((char)value == '.' && safe.Length > 0);
            if (plain) safe.Append((char)value);
            else safe.Append('%').Append(Convert.ToHexString([value]));
        }

        if (safe.Length == 0) return "file";
        if (safe.Length <= LongestBytes) return safe.ToString();
        var text = safe.ToString();
        return $"{LandingFolder.ShortHash(name)}-{text[^(LongestBytes - 17)..]}";
    }

    /// <summary>The last part of an address, and everything before it.</summary>
    public static (string Folder, string Name) OfAddress(Uri address)
    {
        var path = address.GetComponents(UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
        var name = Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
        return (address.AbsoluteUri, name.Length == 0 ? "index" : name);
    }
}
