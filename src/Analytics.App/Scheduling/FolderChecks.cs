using Analytics.Pipeline;
using Analytics.Pipeline.Definition;

namespace Analytics.App.Scheduling;

/// <summary>Rules over all files of a folder: names are distinct, <c>after</c> names somebody, nobody waits in a
/// circle.</summary>
internal static class FolderChecks
{
    /// <summary>
    /// Takes each file as it was read, or as it was last sound where it has mistakes. One that breaks a rule of the
    /// folder counts as broken too; then the rules are asked again, because others may have relied on it.
    /// </summary>
    /// <param name="before">What was known of a file, or null.</param>
    public static IReadOnlyList<PipelineFileState> Settle(
        IReadOnlyList<Candidate> candidates, Func<string, PipelineFileState?> before)
    {
        Dictionary<string, List<Problem>> problems = candidates.ToDictionary(
            candidate => candidate.File, candidate => candidate.Problems.ToList(), StringComparer.Ordinal);
        var fallen = candidates.Where(candidate => candidate.Problems.Count > 0)
            .Select(candidate => candidate.File).ToHashSet();
        var fresh = candidates.Where(candidate => candidate.IsNew).Select(candidate => candidate.File).ToHashSet();

        while (true)
        {
            PipelineFileState[] states =
            [
                .. candidates.Select(candidate =>
                {
                    var last = fallen.Contains(candidate.File) ? before(candidate.File) : null;
                    return fallen.Contains(candidate.File)
                        ? new PipelineFileState(
                            candidate.File, last?.Definition, last?.Scheduled, problems[candidate.File])
                        : new PipelineFileState(candidate.File, candidate.Definition, candidate.Scheduled, []);
                }),
            ];
            var found = Check(states, file => fresh.Contains(file) && !fallen.Contains(file));
            var newlyFallen = found.Where(one => !fallen.Contains(one.File)).ToList();

            // Whoever changed something is to blame, not those who relied on what was there.
            if (newlyFallen.Any(one => fresh.Contains(one.File)))
                newlyFallen.RemoveAll(one => !fresh.Contains(one.File));
            foreach (var one in newlyFallen)
            {
                problems[one.File].Add(one.Problem);
                fallen.Add(one.File);
            }

            if (newlyFallen.Count > 0) continue;

            // What is left stands in definitions of before: they are kept, and say it.
            return
            [
                .. states.Select(state => state with
                {
                    Problems =
                    [
                        .. state.Problems,
                        .. found.Where(one => one.File == state.File).Select(one => one.Problem)
                            .Except(state.Problems),
                    ],
                }),
            ];
        }
    }

    private static List<(string File, Problem Problem)> Check(
        IReadOnlyList<PipelineFileState> states, Func<string, bool> isNew)
    {
        List<(string, Problem)> found = [];
        Dictionary<string, PipelineFileState> byName = new(StringComparer.Ordinal);
        foreach (var state in states.OrderBy(state => isNew(state.File)))
        {
            if (state.Definition is not { } definition || byName.TryAdd(definition.Name, state)) continue;
            found.Add((state.File, new Problem(
                state.File, 0, 0, "name", $"'{definition.Name}', which {byName[definition.Name].File} has too",
                "a name that no other file of the folder has", "Rename one of them")));
        }

        foreach (var state in byName.Values)
        {
            if (state.Scheduled is not { Schedule.After: { } other } pipeline) continue;
            if (!byName.TryGetValue(other, out var first) || first.Scheduled is null)
            {
                var what = first is null ? "which no sound file of the folder is called"
                    : "which has no schedule and so never runs by itself";
                found.Add((state.File, AfterProblem(
                    pipeline, $"'{other}', {what}", "the name of a scheduled pipeline of the folder")));
            }
            else if (CircleFrom(pipeline, byName) is { } circle)
            {
                var way = $"a circle: {string.Join(" after ", circle)}";
                found.Add((state.File, AfterProblem(pipeline, way, "pipelines that do not wait in a circle")));
            }
        }

        return found;
    }

    private static Problem AfterProblem(ScheduledPipeline pipeline, string found, string expected) => new(
        pipeline.Definition.FilePath, pipeline.Schedule.Place.Line, pipeline.Schedule.Place.Column, "schedule.after",
        found, expected, "Name another pipeline, or give this one a cron expression");

    private static List<string>? CircleFrom(
        ScheduledPipeline pipeline, Dictionary<string, PipelineFileState> byName)
    {
        List<string> way = [pipeline.Name];
        for (var next = pipeline.Schedule.After; next is not null;
            next = byName.GetValueOrDefault(next)?.Scheduled?.Schedule.After)
        {
            way.Add(next);
            if (next == pipeline.Name) return way;
            if (way.Count > byName.Count + 1) return null;
        }

        return null;
    }
}
