using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Analytics.DuckDb;
using Analytics.Graph.Centrality;
using Analytics.Graph.Communities;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Samples;

namespace Analytics.Tests.Samples;

/// <summary>The committed sample: still what the generator makes, and difficult enough but not too difficult.</summary>
public sealed class DataSamplesTests
{
    private static readonly string Root = FindRepository();
    private static readonly string Committed = Path.Combine(Root, "data-samples");

    [Fact]
    public void Files_GeneratedAgain_AreTheCommittedOnes()
    {
        using SampleFolder again = new(_ => new SampleOptions
        {
            Folder = Directory.CreateTempSubdirectory("analytics-samples-").FullName,
            Accounts = 3_000,
            Seed = 42,
            Format = SampleFormat.Mixed,
            Platforms = true,
        });

        var files = SampleFolder.FilesOf(again.Options.Folder);
        Assert.Equal(files, SampleFolder.FilesOf(Committed).Where(file => file != "README.md"));
        Assert.All(files, file => Assert.Equal(
            Content(Path.Combine(again.Options.Folder, file)), Content(Path.Combine(Committed, file))));
        Directory.Delete(again.Options.Folder, recursive: true);
    }

    [Fact]
    public void Files_Size_StaysBelowFiveMegabytes()
    {
        var bytes = SampleFolder.FilesOf(Committed).Sum(file => new FileInfo(Path.Combine(Committed, file)).Length);

        Assert.InRange(bytes, 1_000_000, 5_000_000);
    }

    [Fact]
    public void Readme_Table_HasTheRowCountsOfTheManifest()
    {
        var readme = File.ReadAllText(Path.Combine(Committed, "README.md"));
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Committed, "truth", "manifest.json")));

        foreach (var file in manifest.RootElement.GetProperty("files").EnumerateArray())
        {
            var row = readme.Split('\n').Single(line => line.Contains($"| `{file.GetProperty("path")}` |"));
            foreach (var count in (string[])["rows", "kept", "duplicates"])
            {
                var text = file.GetProperty(count).GetInt64().ToString("N0", CultureInfo.InvariantCulture);
                Assert.Contains($"| {text} |", row);
            }
        }
    }

    [Theory]
    [InlineData("sample.yaml")]
    [InlineData("higgs.yaml")]
    public void Pipelines_Shipped_AreSound(string name)
    {
        var data = Directory.CreateTempSubdirectory("analytics-samples-").FullName;
        Directory.CreateDirectory(Path.Combine(data, "higgs"));
        File.WriteAllText(Path.Combine(data, "higgs", "higgs-activity_time.txt.gz"), "");
        File.WriteAllText(Path.Combine(data, "higgs", "higgs-social_network.edgelist.gz"), "");
        Dictionary<string, string> environment = new() { ["HOME"] = "/home/somebody", ["DATA"] = data };

        var pipeline = PipelineFile.Load(Path.Combine(Root, "pipelines", name), environment);

        Directory.Delete(data, recursive: true);
        Assert.Equal(Path.GetFileNameWithoutExtension(name), pipeline.Name);
    }

    /// <summary>Whether a sound pipeline can find what is planted, by the kernels alone.</summary>
    [Fact]
    public void Structure_ClusteredAndRanked_IsWhatWasPlanted()
    {
        SampleNetwork network = new(Committed);
        var directed = network.AttentionGraph();

        var found = BoundedClustering.Run(directed.Symmetrize(), new BoundedClusteringOptions());

        var members = network.Profiles.Where(p => !p.IsBot).ToList();
        var agreement = PartitionAgreement.AdjustedRand(
            [.. members.Select(p => p.Community)], [.. members.Select(p => found.Labels[p.Index])]);
        Assert.InRange(agreement, 0.9, 1);

        var pageRank = PageRank.Run(directed, new PageRankOptions());
        var followers = network.Follows.CountBy(f => f.Followee).ToDictionary();
        var byAttention = ShareInTop(network, found.Labels, p => pageRank[p.Index]);
        var byFollowers = ShareInTop(network, found.Labels, p => followers.GetValueOrDefault(p.Index));
        Assert.InRange(byAttention, 0.7, 1);
        Assert.True(byFollowers < byAttention - 0.1, $"followers alone find {byFollowers:P0} of the leaders");
    }

    private static double ShareInTop(SampleNetwork network, int[] labels, Func<Profile, double> score)
    {
        var top = network.Profiles.GroupBy(p => labels[p.Index])
            .SelectMany(community => community.OrderByDescending(score).ThenBy(p => p.Index).Take(10));
        var planted = network.Profiles.Where(p => p.IsLeader).CountBy(p => p.Community);
        var possible = planted.Sum(community => Math.Min(10, community.Value));
        return (double)top.Count(p => p.IsLeader) / possible;
    }

    /// <summary>The rows of a file: packed and Parquet bytes may differ between versions of what packs them.</summary>
    private static string Content(string file)
    {
        if (file.EndsWith(".parquet", StringComparison.Ordinal)) return ParquetContent(file);
        using Stream raw = File.OpenRead(file);
        using StreamReader reader = new(
            file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(raw, CompressionMode.Decompress) : raw);
        return reader.ReadToEnd();
    }

    private static string ParquetContent(string file)
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        using var command = connection.CreateCommand($"SELECT to_json(t)::VARCHAR FROM '{file}' AS t");
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read()) rows.Add(reader.GetString(0));
        return string.Join('\n', rows);
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
