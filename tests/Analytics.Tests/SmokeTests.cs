namespace Analytics.Tests;

public class SmokeTests
{
    [Fact]
    public void Repository_Builds_And_Runs_A_Test() => Assert.True(true);
}
