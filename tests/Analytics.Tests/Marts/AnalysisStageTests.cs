using System.Security.Cryptography;
using Analytics.Pipeline.Marts;

namespace Analytics.Tests.Marts;

public sealed class AnalysisStageTests
{
    [Fact]
    public void Run_SyntheticFacts_EveryMartHasTheTypesOfTheCatalog()
    {
        using var facts = SyntheticFacts.Fill(new Facts(), 2000, 20);
        facts.Analyse(TestDefinition.WithBriefs);

        foreach (var table in MartCatalog.Marts)
        {
            var described = facts.Rows($"DESCRIBE marts.{table.Name}").Select(row => $"{row[0]} {row[1]}");
            Assert.Equal(table.Columns.Select(column => $"{column.Name} {column.Type}"), described);
        }
    }

    [Fact]
    public void Run_SyntheticFacts_EveryDataTestHolds()
    {
        using var facts = SyntheticFacts.Fill(new Facts(), 2000, 20);
        var summary = facts.Analyse(TestDefinition.WithBriefs);

        Assert.Empty(DataTests.Run(facts.Connection, MartCatalog.Marts.SelectMany(DataTests.OfTable)));
        Assert.Empty(DataTests.Run(facts.Connection, DataTests.AcrossTables));
        Assert.Empty(DataTests.Run(facts.Connection, DataTests.Checks));
        Assert.True(summary.Communities >= 10);
        Assert.True(summary.Leaders > 0);
        Assert.All(
            MartCatalog.Marts.Where(table => table.Name != "lineage"),
            table => Assert.True(facts.Number($"SELECT count(*) FROM {table.Name}") > 0, table.Name));
    }

    [Fact]
    public void Run_OneOrTwoThreadsAndFactsInAnotherOrder_SameBytes()
    {
        using var folder = new TemporaryFolder();
        using var one = SyntheticFacts.Fill(new Facts(threads: 1), 3000, 12);
        using var two = SyntheticFacts.Fill(new Facts(threads: 2), 3000, 12);
        foreach (var table in MartCatalog.Facts)
        {
            two.Connection.Execute(
                $"CREATE TABLE shuffled AS FROM {table.Name} ORDER BY ALL DESC; "
                + $"DELETE FROM {table.Name}; INSERT INTO {table.Name} FROM shuffled; DROP TABLE shuffled");
        }

        one.Analyse(TestDefinition.WithBriefs);
        two.Analyse(TestDefinition.WithBriefs);

        foreach (var table in MartCatalog.Marts)
            Assert.Equal(Bytes(one, table, folder.Path, "one"), Bytes(two, table, folder.Path, "two"));
    }

    [Fact]
    public void Run_AgainOnTheSameConnection_SameMarts()
    {
        using var folder = new TemporaryFolder();
        using var facts = SyntheticFacts.Fill(new Facts(), 1000, 8);
        facts.Analyse(TestDefinition.WithBriefs);
        var first = MartCatalog.Marts.Select(table => Bytes(facts, table, folder.Path, "first")).ToList();

        facts.Analyse(TestDefinition.WithBriefs);

        Assert.Equal(first, MartCatalog.Marts.Select(table => Bytes(facts, table, folder.Path, "second")));
    }

    [Fact]
    public void Run_NoFacts_EveryMartIsThereAndEmpty()
    {
        using var facts = new Facts();
        var summary = facts.Analyse();

        Assert.Equal(0, summary.Vertices);
        Assert.Equal(0, summary.Communities);
        Assert.All(
            MartCatalog.Marts.Where(table => table.Name is not ("settings" or "profiles")),
            table => Assert.Equal(0, facts.Number($"SELECT count(*) FROM {table.Name}")));
    }

    [Fact]
    public void Run_Cancelled_Throws()
    {
        using var facts = SyntheticFacts.Fill(new Facts(), 200, 2);
        using CancellationTokenSource source = new();
        AnalysisContext context = new("0001-test", 2, 1, progress =>
        {
            if (progress.Stage == "cluster")
                source.Cancel();
        });

        Assert.ThrowsAny<OperationCanceledException>(
            () => AnalysisStage.Run(facts.Connection, TestDefinition.Tiny, context, source.Token));
    }

    [Fact]
    public void Run_Progress_GoesThroughAllStagesInOrder()
    {
        using var facts = SyntheticFacts.Fill(new Facts(), 200, 2);
        List<AnalysisProgress> reports = [];
        AnalysisContext context = new("0001-test", 1, 1, reports.Add);

        var summary = AnalysisStage.Run(facts.Connection, TestDefinition.Tiny, context);

        Assert.Equal(AnalysisStage.Stages, reports.Select(report => report.Stage).Distinct());
        Assert.Equal(AnalysisStage.Stages, summary.Timings.Select(timing => timing.Stage));
        Assert.All(reports, report => Assert.InRange(report.Fraction, 0, 1));
    }

    private static string Bytes(Facts facts, MartTable table, string folder, string run)
    {
        var path = Path.Combine(folder, $"{table.Name}-{run}.parquet");
        facts.Connection.Execute(
            $"COPY (FROM marts.{table.Name} ORDER BY {table.Order}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)");
        return $"{table.Name} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}";
    }
}
