using Analytics.Pipeline.Lake;
using Analytics.Pipeline.Lake.Upkeep;

namespace Analytics.Tests.Faults;

/// <summary>What may not be in a lake at rest, and what must be.</summary>
internal static class LakeAudit
{
    /// <summary>
    /// What <c>runs verify</c> finds, work of runs that did not end, and a lock that was not given back.
    /// </summary>
    public static IReadOnlyList<string> Problems(string lake)
    {
        var condition = Verify(lake);
        List<string> problems = [.. condition.Faults.Select(fault => $"{fault.Path}: {fault.Message}")];
        problems.AddRange(condition.Notes);
        var owner = File.ReadAllText(Path.Combine(lake, ".lock"));
        if (owner.Length > 0) problems.Add($".lock: {owner.Trim()}");
        return problems;
    }

    /// <summary><c>analytics runs verify</c>.</summary>
    public static LakeCondition Verify(string lake) =>
        LakeVerifier.Run(new LakeFolder(lake), 2, (_, _) => { }, CancellationToken.None);

    /// <summary><c>analytics runs repair</c>.</summary>
    public static RepairReport Repair(string lake) =>
        LakeRepair.Run(new LakeFolder(lake), false, 2, (_, _) => { }, TimeProvider.System, CancellationToken.None);
}
