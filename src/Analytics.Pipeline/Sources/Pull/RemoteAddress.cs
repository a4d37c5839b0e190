using System.Text.RegularExpressions;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>Addresses that a source's path may hold instead of a place on this machine.</summary>
internal static partial class RemoteAddress
{
    public const string S3 = "s3";

    public const string Azure = "azure";

    public const string Expected = "a path, or an address that begins with https://, http://, s3:// or azure://";

    private static readonly Dictionary<string, (string Why, string Remedy)> NotHere = new()
    {
        ["sftp"] = (
            "which this build cannot read: no kept SSH library could be restored",
            "Fetch the files with sftp or rsync into a folder and name the folder"),
    };

    /// <summary>Whether a path names a place on another machine.</summary>
    public static bool IsRemote(string path) => Form().IsMatch(path);

    /// <summary>Whether it is an address that this program knows, be it able to read it or not.</summary>
    public static bool IsKnown(string path) =>
        Uri.TryCreate(path, UriKind.Absolute, out var address) && address.Host.Length > 0
        && (IsWeb(address) || address.Scheme is S3 or Azure || NotHere.ContainsKey(address.Scheme));

    public static bool IsWeb(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp;

    /// <summary>Why a known scheme cannot be read, or null.</summary>
    public static (string Why, string Remedy)? Unsupported(Uri address) =>
        NotHere.TryGetValue(address.Scheme, out var reason) ? reason : null;

    /// <summary>For messages: without name, password and query, which may hold what is secret.</summary>
    public static string Shown(Uri address) =>
        address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        + (address.Query.Length > 0 ? "?…" : "");

    /// <summary>As above; names of objects are shown whole, for they hold no query.</summary>
    public static string Shown(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && IsWeb(uri) ? Shown(uri) : address;

    /// <summary>Whether two addresses are answered by one server: a token for one may go to the other.</summary>
    public static bool HaveOneOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase)
        == 0;

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]*://")]
    private static partial Regex Form();
}
