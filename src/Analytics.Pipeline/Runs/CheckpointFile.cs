using System.Text.Json;
using Analytics.Pipeline.Ingest;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Sources;

namespace Analytics.Pipeline.Runs;

/// <summary>The checkpoint in the folder of a run, and the staged files that it vouches for.</summary>
/// <param name="folder">The folder of the run, absolute.</param>
internal sealed class CheckpointFile(string folder)
{
    private const string Name = "checkpoint.json";

    private string Location => Path.Combine(folder, Name);

    public bool Exists => File.Exists(Location);

    public void Write(Checkpoint checkpoint) =>
        Durable.WriteText(Location, JsonSerializer.Serialize(checkpoint, ManifestJson.Options));

    /// <summary>Where the run ends there is nothing to resume.</summary>
    public void Delete() => File.Delete(Location);

    /// <summary>
    /// As much of the checkpoint as holds: the first batches whose exports and staged files are what they were.
    /// Everything else in the folder is removed.
    /// </summary>
    /// <param name="why">Why nothing holds, or not all; null if all does or there was none.</param>
    /// <returns>Without batches if the run begins anew.</returns>
    public Checkpoint Restore(
        CheckpointBasis basis, IReadOnlyList<ExportFile[]> batches, out string? why, CancellationToken cancellation)
    {
        var sound = new Checkpoint(basis, [], null);
        why = null;
        if (Read(ref why) is { } found && (why = found.Basis.DifferenceFrom(basis)) is null)
            sound = Sound(found, batches, ref why, cancellation);
        if (sound.Batches.Count > 0) Write(sound);
        RemoveAllBut(sound);
        return sound;
    }

    /// <summary>Removes what is in the folder and not in the checkpoint, such as files half written.</summary>
    public void RemoveAllBut(Checkpoint kept)
    {
        var named = kept.Files.Select(file => Absolute(file.Path)).ToHashSet();
        if (kept.Batches.Count > 0) named.Add(Location);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (!named.Contains(file)) File.Delete(file);
        }
    }

    /// <summary>The checkpoint as it was written; the folder of a run that ends early is tidied by it.</summary>
    public Checkpoint? Read()
    {
        string? why = null;
        return Read(ref why);
    }

    public StagedRecord Describe(StagedFacts file) => new(
        file.Table, file.Month, Path.GetRelativePath(folder, file.Path).Replace('\\', '/'), file.Rows,
        new FileInfo(file.Path).Length, Formats.ExportStream.Sha256(file.Path));

    public StagedFacts Staged(StagedRecord file) => new(file.Table, file.Month, Absolute(file.Path), file.Rows);

    private Checkpoint? Read(ref string? why)
    {
        if (!Exists) return null;
        try
        {
            var read = JsonSerializer.Deserialize<Checkpoint>(File.ReadAllText(Location), ManifestJson.Options);
            if (read is { Basis: not null, Batches: not null }) return read;
        }
        catch (JsonException)
        {
            // Told below, as is a file that holds something else.
        }

        why = "it is damaged";
        return null;
    }

    private Checkpoint Sound(
        Checkpoint found, IReadOnlyList<ExportFile[]> batches, ref string? why, CancellationToken cancellation)
    {
        var sound = found with { Batches = [], Settled = null };
        foreach (var (batch, files) in found.Batches.Zip(batches))
        {
            if (batch.Exports.Count != files.Length
                || !batch.Exports.Zip(files).All(pair => pair.First.Recognises(pair.Second, cancellation)))
            {
                why = "the exports are not the same";
                return sound;
            }

            if (Damaged(batch.Facts.Append(batch.Rejects), cancellation) is { } damaged)
            {
                why = damaged;
                return sound;
            }

            sound = sound with { Batches = [.. sound.Batches, batch] };
        }

        if (found.Batches.Count > batches.Count) why = "the exports are not the same";
        if (found.Settled is not { } settled || found.Batches.Count != batches.Count) return sound;
        why = Damaged(settled.Facts.Concat(settled.Files), cancellation);
        return why is null ? sound with { Settled = settled } : sound;
    }

    private string? Damaged(IEnumerable<StagedRecord> files, CancellationToken cancellation)
    {
        foreach (var file in files)
        {
            var path = Absolute(file.Path);
            if (!File.Exists(path)) return $"{path} is missing";
            if (new FileInfo(path).Length != file.Bytes
                || Formats.ExportStream.Sha256(path, cancellation) != file.Sha256)
                return $"{path} is damaged";
        }

        return null;
    }

    private string Absolute(string path) => Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
}
