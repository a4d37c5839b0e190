using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>
/// Brings the files of all remote sources into the landing folder of the lake. From there on they are read as if they
/// had always been here.
/// </summary>
internal sealed class PullStage(LakeFolder lake, TimeProvider clock, Func<string, string?> environment)
{
    private const int SourcesAtOnce = 4;

    public static bool IsNeeded(PipelineDefinition pipeline) => pipeline.Sources.Any(source => source.Pull is not null);

    /// <param name="progress">Takes files and bytes so far.</param>
    /// <returns>The pipeline with what landed in its remote sources.</returns>
    public async Task<(PipelineDefinition Pipeline, IReadOnlyList<PullReport> Reports)> RunAsync(
        PipelineDefinition pipeline, Action<long, long> progress, CancellationToken cancellation)
    {
        var pulls = Remote(pipeline);
        var results = new (LandedFiles Landed, PullReport Report)[pulls.Count];
        using var ticker = clock.CreateTimer(
            _ => progress(pulls.Sum(pull => pull.Pull.Counters.Files), pulls.Sum(pull => pull.Pull.Counters.Bytes)),
            null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        await EachAsync(pulls.Count, async (i, token) =>
            results[i] = await pulls[i].Pull.RunAsync(token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        var landed = pulls.Zip(results).ToDictionary(pair => pair.First.Source, pair => pair.Second.Landed);
        return (With(pipeline, source => landed[source]), [.. results.Select(result => result.Report)]);
    }

    /// <summary>
    /// What would be asked for, and the pipeline with what earlier pulls brought; nothing is written.
    /// </summary>
    public async Task<(PipelineDefinition Pipeline, IReadOnlyList<PullPreview> Previews)> PreviewAsync(
        PipelineDefinition pipeline, CancellationToken cancellation)
    {
        var pulls = Remote(pipeline);
        var previews = new IReadOnlyList<PullPreview>[pulls.Count];
        await EachAsync(pulls.Count, async (i, token) =>
            previews[i] = await pulls[i].Pull.PreviewAsync(token).ConfigureAwait(false), cancellation)
            .ConfigureAwait(false);
        var here = With(pipeline, source => new LandedFiles(LandingFolder.Read(lake, source).Whole(), []));
        return (here, [.. previews.SelectMany(found => found)]);
    }

    private List<(SourceDefinition Source, SourcePull Pull)> Remote(PipelineDefinition pipeline) =>
    [
        .. pipeline.Sources.Where(source => source.Pull is not null)
            .Select(source => (source, new SourcePull(source, lake, clock, environment))),
    ];

    private static Task EachAsync(
        int count, Func<int, CancellationToken, ValueTask> work, CancellationToken cancellation)
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = SourcesAtOnce, CancellationToken = cancellation };
        return Parallel.ForEachAsync(Enumerable.Range(0, count), options, work);
    }

    private static PipelineDefinition With(PipelineDefinition pipeline, Func<SourceDefinition, LandedFiles> landed) =>
        pipeline with
        {
            Sources =
            [
                .. pipeline.Sources.Select(
                    source => source.Pull is null ? source : source with { Landed = landed(source) }),
            ],
        };
}
