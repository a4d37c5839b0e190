using Analytics.App.Scheduling;
using Analytics.Pipeline;
using Analytics.Tests.App;

namespace Analytics.Tests.App.Scheduling;

public sealed class ScheduleStoreTests
{
    private const string Secret = "geheim";

    [Fact]
    public void Parse_Postgresql_TakesVariablesAndShowsNoSecret()
    {
        var store = ScheduleStore.Parse(
            "postgresql:Host=db.example;Database=due;Username=me;Password=${PW}",
            name => name == "PW" ? Secret : null);

        Assert.True(store.IsClustered);
        Assert.Equal(
            "due times kept in PostgreSQL, host db.example, port 5432, database due", store.Description);
    }

    [Theory]
    [InlineData("postgresql:Hst=db;Password=geheim")]
    [InlineData("postgresql:Password=geheim")]
    [InlineData("postgresql:Host=db;Port=geheim")]
    [InlineData("postgresql://me:geheim@db/due")]
    [InlineData("postgres:Host=db;Password=geheim")]
    [InlineData("postgresql:Host=db;Password=${UNSET}")]
    [InlineData("sqlite:")]
    [InlineData("")]
    public void Parse_NoStore_IsRefusedWithoutItsText(string text)
    {
        var refusal = Assert.Throws<UserException>(() => ScheduleStore.Parse(text, _ => null));

        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.Contains("expected", refusal.Message);
        Assert.DoesNotContain(Secret, refusal.ToString());
    }

    [Fact(Timeout = 60_000)]
    public async Task Schedule_ServerAway_EndsWithCode1AndShowsNoSecret()
    {
        using AppRun run = new();

        var code = await run.RunAsync(
            "schedule", run.Folder, "--store", $"postgresql:Host=127.0.0.1;Port=1;Username=me;Password={Secret}", "-v");

        Assert.True(code == ExitCodes.Failed, run.Error);
        Assert.Contains("the store cannot be used (due times kept in PostgreSQL, host 127.0.0.1, port 1", run.Error);
        Assert.DoesNotContain(Secret, run.Error);
    }

    [Fact]
    public async Task Schedule_NoFolder_EndsWithCode2()
    {
        using AppRun run = new();

        Assert.Equal(ExitCodes.Usage, await run.RunAsync("schedule", run.PathOf("none")));

        Assert.Contains("none: found no folder that can be read; expected a folder with pipeline files", run.Error);
    }
}
