using System.Text;
using System.Text.RegularExpressions;
using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>
/// What <c>s3://bucket/…</c> or <c>azure://account/container/…</c> names: an object; all objects below a prefix whose
/// ending fits the format; or what a pattern matches (<c>*</c>, <c>?</c>, <c>[abc]</c> within a folder, <c>**</c> over
/// folders).
/// </summary>
internal sealed class ObjectAddress
{
    private readonly string _name;
    private readonly SourceFormat _format;
    private readonly Regex? _pattern;

    private ObjectAddress(string? account, string bucket, string name, SourceFormat format)
    {
        Account = account;
        Bucket = bucket;
        _name = name;
        _format = format;
        var wild = name.AsSpan().IndexOfAny("*?[");
        _pattern = wild < 0 ? null : Pattern(name);
        Prefix = wild < 0 ? name : name[..wild];
    }

    /// <summary>Of Azure; null for an S3 store.</summary>
    public string? Account { get; }

    /// <summary>The bucket, or the container.</summary>
    public string Bucket { get; }

    /// <summary>What all names begin with; the store lists no others.</summary>
    public string Prefix { get; }

    public static ObjectAddress Of(SourceDefinition source)
    {
        var (scheme, rest) = Cut(source.Path, "://");
        string? account = null;
        if (scheme.Equals(RemoteAddress.Azure, StringComparison.OrdinalIgnoreCase)) (account, rest) = Cut(rest, "/");
        var (bucket, name) = Cut(rest, "/");
        return new ObjectAddress(account, bucket, name, source.Format);
    }

    private static (string Before, string After) Cut(string text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + mark.Length)..]);
    }

    /// <summary>Whether an object belongs to the source.</summary>
    public bool Names(string key)
    {
        if (key.EndsWith('/')) return false;
        if (_pattern is not null) return _pattern.IsMatch(key);
        if (key == _name) return true;
        return (_name.Length == 0 || _name.EndsWith('/') || key.StartsWith(_name + "/", StringComparison.Ordinal))
            && SourceFiles.Fits(key, _format);
    }

    private static Regex Pattern(string name)
    {
        StringBuilder pattern = new("^");
        for (var i = 0; i < name.Length; i++)
        {
            var close = name[i] == '[' ? name.IndexOf(']', i + 1) : -1;
            if (close > i + 1)
            {
                var set = name[(i + 1)..close].Replace("\\", "\\\\", StringComparison.Ordinal);
                pattern.Append('[').Append(set[0] is '!' or '^' ? "^" + set[1..] : set).Append(']');
                i = close;
            }
            else if (name[i..].StartsWith("**/", StringComparison.Ordinal))
            {
                pattern.Append("(?:.*/)?");
                i += 2;
            }
            else if (name[i..].StartsWith("**", StringComparison.Ordinal))
            {
                pattern.Append(".*");
                i++;
            }
            else
            {
                pattern.Append(name[i] switch
                {
                    '*' => "[^/]*",
                    '?' => "[^/]",
                    var other => Regex.Escape(other.ToString()),
                });
            }
        }

        return new Regex(pattern.Append("\\z").ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }
}
