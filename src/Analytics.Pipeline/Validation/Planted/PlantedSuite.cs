using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Privacy;
using Analytics.Pipeline.Runs;
using Analytics.Pipeline.Samples;

namespace Analytics.Pipeline.Validation.Planted;

/// <summary>
/// Generates samples, runs the pipeline on them as on any export, and compares what it finds with what was planted.
/// Everything happens in a temporary folder with a key of its own, which is gone afterwards.
/// </summary>
public static class PlantedSuite
{
    /// <summary>The rows of <see cref="PlantedAnalysis"/> for one case.</summary>
    /// <param name="sample">What to generate.</param>
    /// <param name="threads">No figure depends on it.</param>
    /// <param name="cancellation">Stops generator, run and analysis.</param>
    public static async Task<IReadOnlyList<ValidationRow>> RunAsync(
        PlantedCase sample, int threads, CancellationToken cancellation = default)
    {
        var folder = Directory.CreateTempSubdirectory("analytics-planted-").FullName;
        try
        {
            var definition = Generate(sample, folder, threads, cancellation);
            await PipelineRun.ExecuteAsync(
                definition, new RunOptions(null, threads, false), new Silence(), TimeProvider.System, cancellation)
                .ConfigureAwait(false);
            LakeFolder lake = new(definition.Output.Lake);
            Pseudonymizer pseudonymizer = new(PseudonymKey.LoadOrCreate(definition.Privacy.KeyFile, lake.Path));
            var truth = PlantedTruth.Read(folder, (platform, id) => pseudonymizer.Accounts(platform).Of(id));
            return PlantedAnalysis.Run(definition, lake, truth, threads, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PipelineDefinition Generate(
        PlantedCase sample, string folder, int threads, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, "planted.yaml");
        SampleOptions options = new()
        {
            Folder = folder,
            Accounts = sample.Accounts,
            Mixing = sample.Mixing,
            Bots = sample.Bots,
            Noise = sample.Noise,
            Partial = sample.Partial,
            Seed = sample.Seed,
            Format = SampleFormat.Csv,
            Oddities = false,
            PipelineFile = file,
            Threads = threads,
        };
        SampleGenerator.Run(options, progress: null, cancellation);
        var definition = PipelineFile.Load(file);
        return definition with
        {
            Privacy = definition.Privacy with
            {
                KeyFile = Path.Combine(folder, "keys", "pseudonym.key"),
                IdentityStore = Path.Combine(folder, "keys", "identities.parquet"),
                RevealLeaders = false,
            },
            Output = definition.Output with { Lake = Path.Combine(folder, "lake") },
        };
    }

    /// <summary>Nobody watches these runs.</summary>
    private sealed class Silence : IRunObserver
    {
        public void StageStarted(string stage)
        {
        }

        public void StageProgress(string stage, double fraction, long rows, long bytes)
        {
        }

        public void StageFinished(StageReport report)
        {
        }

        public void Warning(string message)
        {
        }
    }
}
