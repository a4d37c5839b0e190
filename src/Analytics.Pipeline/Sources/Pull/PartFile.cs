using System.Text.Json;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>
/// What has come of a file so far, and beside it what it belongs to. Bytes count as here once they are on disk: after a
/// crash of the machine a file can be as long as before and hold nothing.
/// </summary>
internal sealed class PartFile : IDisposable
{
    // Often enough that a process that dies loses little, seldom enough to cost nothing.
    private const long FlushEvery = 16 << 20;

    private readonly string _statePath;
    private readonly FileStream _stream;
    private PartState _state;

    private PartFile(string path, string statePath, FileStream stream, PartState state)
    {
        Path = path;
        _statePath = statePath;
        _stream = stream;
        _state = state;
    }

    public string Path { get; }

    public long Length => _stream.Length;

    public PartState State => _state;

    /// <summary>Where the next attempt goes on; null means at the beginning.</summary>
    public Resumption? Resumption => Length > 0 && _state.Condition is { } condition && !(Length >= _state.Total)
        ? new Resumption(Length, condition, _state.ETag, _state.Total)
        : null;

    /// <param name="stem">Path without ending.</param>
    public static PartFile Open(string stem)
    {
        var (path, statePath) = (stem + ".part", stem + ".json");
        var state = Read(statePath);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        stream.SetLength(Math.Min(stream.Length, state.Durable));
        stream.Position = stream.Length;
        return new PartFile(path, statePath, stream, state);
    }

    /// <summary>A new content begins.</summary>
    public void Restart(PartState state)
    {
        if (File.Exists(_statePath))
        {
            // The old state must never meet the new bytes.
            File.Delete(_statePath);
            Durable.FlushFolder(System.IO.Path.GetDirectoryName(_statePath)!);
        }

        _stream.SetLength(0);
        _state = state with { Durable = 0 };
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        if (_stream.Length - _state.Durable >= FlushEvery) Keep();
    }

    /// <summary>All bytes are on disk.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    /// <summary>From here on a later pull finds the bytes so far.</summary>
    public void Keep()
    {
        Flush();
        if (_state.Durable == _stream.Length) return;
        _state = _state with { Durable = _stream.Length };
        Durable.WriteText(_statePath, JsonSerializer.Serialize(_state));
    }

    /// <summary>Lets go of the file, which the caller moves or deletes.</summary>
    public void Close() => _stream.Dispose();

    public void Delete()
    {
        _stream.Dispose();
        File.Delete(Path);
        File.Delete(_statePath);
    }

    public void Dispose() => _stream.Dispose();

    private static PartState Read(string path)
    {
        try
        {
            if (File.Exists(path))
                return JsonSerializer.Deserialize<PartState>(File.ReadAllText(path)) ?? PartState.None;
        }
        catch (JsonException)
        {
            // Then nobody knows what the part belongs to, and the file is asked for from its beginning.
        }

        return PartState.None;
    }
}

/// <summary>What a part belongs to.</summary>
/// <param name="Condition">Under which its rest may be asked for; null: never.</param>
/// <param name="Durable">Bytes that are on disk.</param>
internal sealed record PartState(
    string? Condition,
    string? ETag,
    DateTimeOffset? Modified,
    long? Total,
    string? Encoding,
    IReadOnlyList<Checksum> Checksums,
    long Durable)
{
    public static PartState None { get; } = new(null, null, null, null, null, [], 0);
}
