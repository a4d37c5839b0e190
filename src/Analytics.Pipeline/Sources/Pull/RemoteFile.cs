using System.Net.Http.Headers;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>One file that can be asked for.</summary>
/// <param name="Key">Names it within its source: a place among the pages, or the name of an object.</param>
/// <param name="Name">What it is called here, without folders.</param>
/// <param name="Folder">Tells files of one name apart.</param>
/// <param name="Address">Where it is asked for; may hold what is secret.</param>
internal sealed record RemoteFile(string Key, string Name, string Folder, string Address)
{
    /// <summary>For messages.</summary>
    public string Shown => RemoteAddress.Shown(Address);

    /// <summary>Size as listed, or null.</summary>
    public long? Bytes { get; init; }

    /// <summary>Entity tag as listed, or null.</summary>
    public string? ETag { get; init; }
}

/// <summary>What a server says about the content that it gives.</summary>
/// <param name="ETag">As sent, with its quotes and <c>W/</c>; null if none.</param>
/// <param name="Modified">When it was changed last, UTC.</param>
internal sealed record Validators(string? ETag, DateTimeOffset? Modified)
{
    public static Validators None { get; } = new(null, null);

    /// <summary>A tag that promises equal bytes, or null.</summary>
    public string? StrongETag => ETag is not null && ETag.StartsWith('"') ? ETag : null;
}

/// <summary>Where an attempt goes on.</summary>
/// <param name="Offset">Bytes that are here; above 0.</param>
/// <param name="Condition">The tag or time under which the rest is wanted, as sent in <c>If-Range</c>.</param>
internal sealed record Resumption(long Offset, string Condition, string? ETag, long? Total)
{
    /// <summary>Whether an answer begins where asked and belongs to what is here.</summary>
    public bool IsContinuedBy(ContentRangeHeaderValue? range, string? tag) =>
        range is { HasRange: true, Unit: "bytes" } && range.From == Offset
        && (!range.HasLength || ((Total is null || range.Length == Total) && range.To < range.Length))
        && (tag is null || ETag is null || tag == ETag);
}

/// <summary>What an answer is.</summary>
internal enum BodyKind
{
    /// <summary>The file that is here is still the newest.</summary>
    Unchanged,

    /// <summary>The file from its first byte.</summary>
    Whole,

    /// <summary>The file from where the last attempt ended.</summary>
    Rest,
}

/// <summary>An answer whose bytes have not been read yet.</summary>
/// <param name="Stream">To be read to its end; nothing if unchanged.</param>
internal sealed record RemoteBody(BodyKind Kind, Stream Stream, IDisposable Owner) : IDisposable
{
    /// <summary>Bytes of the whole file, or null if not told.</summary>
    public long? Total { get; init; }

    public Validators Validators { get; init; } = Validators.None;

    /// <summary>The condition under which the rest can be asked for later; null if it cannot.</summary>
    public string? RangeCondition { get; init; }

    /// <summary>Checksums of the whole file.</summary>
    public IReadOnlyList<Checksum> Checksums { get; init; } = [];

    /// <summary>Whether the end of the stream is told apart from a broken connection.</summary>
    public bool HasCertainEnd { get; init; } = true;

    /// <summary>Once all was read: whether the server sent more than it announced.</summary>
    public Func<bool> HasSurplus { get; init; } = () => false;

    /// <summary>How the bytes were packed on the way although nobody asked for it: <c>gzip</c>, or null.</summary>
    public string? Encoding { get; init; }

    /// <summary>The next page by header, as sent, or null.</summary>
    public string? NextLink { get; init; }

    /// <summary>Where the answer came from in the end; what it names is relative to it.</summary>
    public Uri? Address { get; init; }

    public void Dispose()
    {
        Stream.Dispose();
        Owner.Dispose();
    }
}

/// <summary>Where files are asked for.</summary>
internal interface IRemoteStore
{
    /// <param name="known">What is said of the content that is here, if that need not come again.</param>
    /// <param name="resume">Where an earlier attempt ended, or null.</param>
    /// <exception cref="PullException">No such answer.</exception>
    Task<RemoteBody> OpenAsync(
        RemoteFile file, Validators? known, Resumption? resume, CancellationToken cancellation);

    /// <summary>What an error of this store's own means, also one that came while a body was read; else null.</summary>
    PullException? Explain(Exception error);
}

/// <summary>Where files are listed too.</summary>
internal interface IObjectStore : IRemoteStore
{
    /// <summary>One page of the listing, names in the order of their bytes.</summary>
    /// <param name="after">Only names after this one; null for all.</param>
    /// <param name="token">Of the page before; null for the first.</param>
    /// <exception cref="PullException">No such answer.</exception>
    Task<(IReadOnlyList<RemoteFile> Files, string? Next)> ListAsync(
        string prefix, string? after, string? token, CancellationToken cancellation);
}
