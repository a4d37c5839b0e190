namespace Analytics.Pipeline.Definition;

/// <summary>How the files of a source are brought here from where they lie; nothing of it changes a result.</summary>
/// <param name="TokenEnv">Environment variable that holds the bearer token, or null.</param>
/// <param name="TokenFile">File that holds the bearer token, absolute, or null.</param>
/// <param name="Pages">Where the answer names its successor; null means that the address is one file.</param>
/// <param name="Endpoint">Server of an S3-compatible or Azure store; null means the provider's own.</param>
/// <param name="Region">Region of an S3 store; null means that of the environment.</param>
/// <param name="Anonymous">Whether an object store is asked without credentials.</param>
/// <param name="Watermark">What of a listing counts as seen.</param>
/// <param name="Concurrency">Downloads of the source at the same time.</param>
/// <param name="Timeout">How long may pass without a byte.</param>
/// <param name="Retries">Further attempts for a file after the first.</param>
/// <param name="MaxWait">The longest wait that a server may ask for.</param>
/// <param name="MaxFileSize">Bytes of the largest file that is taken.</param>
public sealed record PullDefinition(
    string? TokenEnv,
    string? TokenFile,
    PagesDefinition? Pages,
    string? Endpoint,
    string? Region,
    bool Anonymous,
    ListingWatermark Watermark,
    int Concurrency,
    TimeSpan Timeout,
    int Retries,
    TimeSpan MaxWait,
    long MaxFileSize)
{
    public const int DefaultConcurrency = 4;

    public const int DefaultRetries = 5;

    public const long DefaultMaxFileSize = 64_000_000_000;

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan DefaultMaxWait = TimeSpan.FromMinutes(5);
}

/// <summary>An export that is delivered in pages, each naming the next.</summary>
/// <param name="Next"><c>link</c>: the header of this name; else the path of a JSON value.</param>
/// <param name="Parameter">Query parameter that takes the value; null means that the value is an address.</param>
/// <param name="Start">Where the next pull begins once all pages were seen.</param>
/// <param name="Limit">Pages of one pull at most.</param>
public sealed record PagesDefinition(string Next, string? Parameter, PageStart Start, int Limit)
{
    /// <summary>Names the header instead of a JSON value.</summary>
    public const string LinkHeader = "link";
}

/// <summary>Where a pull of pages begins once an earlier one came to the end.</summary>
public enum PageStart
{
    /// <summary>At the first page again: for exports with the newest first.</summary>
    First,

    /// <summary>At the last page seen: for exports that grow at the end.</summary>
    Last,
}

/// <summary>What of a store's listing need not be downloaded again.</summary>
public enum ListingWatermark
{
    /// <summary>Objects whose entity tag is the one downloaded before; the whole listing is read.</summary>
    ETag,

    /// <summary>Everything up to the last name seen; only later names are listed.</summary>
    LastName,
}
