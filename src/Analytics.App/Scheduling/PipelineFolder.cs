using System.Security.Cryptography;
using Analytics.Pipeline;
using Analytics.Pipeline.Definition;

namespace Analytics.App.Scheduling;

/// <summary>
/// Reads the pipeline files of a folder (<c>*.yaml</c>, <c>*.yml</c>; folders in it are left alone) and remembers them.
/// A file that changed is found by its content, because network mounts tell nobody and keep odd times. A broken one
/// keeps its last sound definition, and is read again each time: what it lacks may lie outside of it.
/// </summary>
internal sealed class PipelineFolder(
    string folder, TimeProvider clock, IReadOnlyDictionary<string, string>? environment = null)
{
    private static readonly string[] Endings = [".yaml", ".yml"];

    private Dictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>The folder as it is now.</summary>
    /// <exception cref="UserException">There is no such folder.</exception>
    public FolderReading Read()
    {
        List<Candidate> candidates = [];
        Dictionary<string, string> digests = new(StringComparer.Ordinal);
        foreach (var file in Files())
        {
            var before = _known.GetValueOrDefault(file);
            if (Digest(file) is not { } digest) continue;
            digests[file] = digest;
            candidates.Add(before is { IsSound: true } && before.Digest == digest
                ? new Candidate(file, before.State.Definition, before.State.Scheduled, IsNew: false, [])
                : Load(file));
        }

        var states = FolderChecks.Settle(candidates, file => _known.GetValueOrDefault(file)?.State);
        var now = states.ToDictionary(
            state => state.File,
            state => new Known(digests[state.File], state, state.Problems.Count == 0),
            StringComparer.Ordinal);
        var reading = new FolderReading(
            states,
            [.. states.Where(state => HasChanged(state, now[state.File]))],
            [.. _known.Where(known => !now.ContainsKey(known.Key)).Select(known => known.Value.State)]);
        _known = now;
        return reading;
    }

    /// <summary>Whether there is something to say: another content, or other mistakes.</summary>
    private bool HasChanged(PipelineFileState state, Known now) =>
        _known.GetValueOrDefault(state.File) is not { } before
        || before.Digest != now.Digest
        || !before.State.Problems.SequenceEqual(state.Problems);

    private IEnumerable<string> Files()
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(folder)
                    .Where(file => Endings.Contains(Path.GetExtension(file)) && Path.GetFileName(file)[0] != '.')
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                new Problem(
                    folder, 0, 0, null, File.Exists(folder) ? "a file" : "no folder that can be read",
                    "a folder with pipeline files", "Check the path"),
                inner: error);
        }
    }

    /// <summary>Null when the file went away meanwhile.</summary>
    private static string? Digest(string file)
    {
        try
        {
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Loading it tells why it cannot be read.
            return "unreadable";
        }
    }

    private Candidate Load(string file)
    {
        try
        {
            var definition = PipelineFile.Load(file, environment);
            var scheduled = definition.Schedule is null ? null : ScheduledPipeline.Of(definition, clock.GetUtcNow());
            return new Candidate(file, definition, scheduled, IsNew: true, []);
        }
        catch (UserException error)
        {
            IReadOnlyList<Problem> problems = error.Problems.Count > 0
                ? error.Problems
                : [new Problem(file, 0, 0, null, error.Message, "a pipeline file", "Mend it")];
            return new Candidate(file, null, null, IsNew: true, problems);
        }
    }

    private sealed record Known(string Digest, PipelineFileState State, bool IsSound);
}

/// <param name="All">Every file, by name.</param>
/// <param name="Changed">Those that are new, have another content, or other mistakes than before.</param>
/// <param name="Gone">Those that are there no more, as they were.</param>
internal sealed record FolderReading(
    IReadOnlyList<PipelineFileState> All,
    IReadOnlyList<PipelineFileState> Changed,
    IReadOnlyList<PipelineFileState> Gone);

/// <summary>A file as it was just read.</summary>
/// <param name="IsNew">Whether it was read anew; otherwise it is as before.</param>
internal sealed record Candidate(
    string File,
    PipelineDefinition? Definition,
    ScheduledPipeline? Scheduled,
    bool IsNew,
    IReadOnlyList<Problem> Problems);
