using System.Runtime.ExceptionServices;
using Analytics.Pipeline.Samples.Model;
using Analytics.Pipeline.Samples.Platforms;
using Analytics.Pipeline.Samples.Texts;
using Analytics.Pipeline.Samples.Writing;

namespace Analytics.Pipeline.Samples;

/// <summary>
/// Generates exports of an invented social network together with the truth about it. Accounts, follow lists, posts and
/// texts are functions of the seed and a counter, so nothing is kept but about 24 bytes per account; interactions are
/// written in the order of time as they are drawn. The truth lies in <c>truth/</c>, which no pipeline reads.
/// </summary>
public static class SampleGenerator
{
    /// <summary>Writes all exports, the truth and, if asked, a pipeline file that reads them.</summary>
    /// <exception cref="UserException">An option is out of its range; exit code 2.</exception>
    public static SampleSummary Run(
        SampleOptions options, IProgress<SampleProgress>? progress = null, CancellationToken cancellation = default)
    {
        options.Check();
        Population population = new(options);
        FollowModel follows = new(population);
        PostModel posts = new(population);
        var layout = SampleLayout.For(options);

        // The two long streams do not need each other; each writes its own files, so threads cannot change a byte.
        IReadOnlyList<SampleFile> profiles = [], interactions = [];
        InBoth(
            options.Threads,
            () => profiles = WriteProfiles(population, follows, posts, layout, progress, cancellation),
            () => interactions = WriteInteractions(population, follows, posts, layout, progress, cancellation));

        EnginePacking.Pack(options.Folder, layout, options.Threads, cancellation);
        SampleSummary summary = new(
            options.Folder, options.Accounts, population.Communities.Length,
            population.Communities.Sum(c => c.Leaders), population.Celebrities.Length,
            options.BotCount, [.. profiles, .. interactions]);
        TruthExport.WriteManifest(options, summary);
        if (options.Platforms)
            PlatformSamples.Write(PlatformNetwork.Of(options), Path.Combine(options.Folder, PlatformSamples.Folder));
        if (options.PipelineFile is { } file) SamplePipelineFile.Write(file, options, layout);
        return summary;
    }

    /// <summary>
    /// Writes exactly <paramref name="interactions"/> rows into one CSV file
    /// (<c>actor,target,action,post,created_at</c>), nothing planted; for benchmarks.
    /// </summary>
    /// <param name="idsAsText">Ids of 24 letters and digits instead of 19 digits.</param>
    public static void WriteInteractions(
        string path,
        int accounts,
        long interactions,
        ulong seed,
        bool idsAsText = false,
        CancellationToken cancellation = default)
    {
        SampleOptions options = new()
        {
            Folder = "",
            Accounts = accounts,
            Interactions = interactions,
            Seed = seed,
            Oddities = false,
        };
        options.Check();
        Population population = new(options);
        InteractionModel model = new(population, new FollowModel(population), new PostModel(population), interactions);
        InteractionExport export = new(population, model);
        using RowWriter writer = new(path, RowFormat.Csv, "actor", "target", "action", "post", "created_at")
        {
            IdsAsText = idsAsText,
        };
        while (model.TryNext(out var interaction))
        {
            if (writer.Rows % 65_536 == 0) cancellation.ThrowIfCancellationRequested();
            export.WriteRow(writer, interaction);
            writer.EndRow();
        }
    }

    private static void InBoth(int threads, Action first, Action second)
    {
        if (threads == 1)
        {
            first();
            second();
            return;
        }

        try
        {
            Parallel.Invoke(first, second);
        }
        catch (AggregateException failures)
        {
            // The first says what is wrong; the other stream fails for the same reason or not at all.
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    private static IReadOnlyList<SampleFile> WriteProfiles(
        Population population, FollowModel follows, PostModel posts, SampleLayout layout,
        IProgress<SampleProgress>? progress, CancellationToken cancellation)
    {
        var seed = population.Options.Seed;
        Handles handles = new(seed, population.Accounts);
        Theme[] themes = [.. population.Communities.Select(c => Theme.Of(c, seed))];
        ProfileModel profiles = new(population);
        TruthExport.WriteCommunities(population, themes);

        FollowExport followers = new(population, follows, profiles);
        var followFiles = followers.Write(layout, progress, cancellation);
        var accountFile = new AccountExport(population, posts, profiles, handles, themes, followers)
            .Write(layout, progress, cancellation);
        PostText text = new(population, handles, themes);
        var postFile = new PostExport(population, follows, posts, profiles, text, followers.Observed)
            .Write(layout, progress, cancellation);
        return [.. followFiles, accountFile, postFile];
    }

    private static IReadOnlyList<SampleFile> WriteInteractions(
        Population population, FollowModel follows, PostModel posts, SampleLayout layout,
        IProgress<SampleProgress>? progress, CancellationToken cancellation)
    {
        InteractionModel model = new(population, follows, posts, population.Options.InteractionCount);
        return new InteractionExport(population, model).Write(layout, progress, cancellation);
    }
}
