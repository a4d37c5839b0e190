using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Analytics.Tests.Repository;

/// <summary>Style that a machine can check. Each exception stands here with its reason.</summary>
public sealed partial class TidyTests
{
    private const int LongestFile = 500;
    private const int LongestLine = 120;
    private const int LongestMethod = 70;

    /// <summary>Files that may break a rule, and why.</summary>
    private static readonly Dictionary<(string Rule, string File), string> Exceptions = new()
    {
        [(nameof(Methods_OfCSharp_FitAScreen), "tests/Analytics.Tests/Definition/RoundTripTests.cs")] =
            "One method is a single YAML text that names every key; cut in pieces it could not be compared with one.",
    };

    private static readonly string[] FoldersThatSayNothing =
    [
        "Core", "Common", "Utils", "Util", "Helpers", "Helper", "Misc", "Abstractions", "Infrastructure", "Managers",
    ];

    private static readonly string[] TextEndings =
    [
        ".cs", ".csproj", ".sln", ".props", ".targets", ".json", ".yaml", ".yml", ".sql", ".md", ".sh", ".js", ".mjs",
        ".html", ".css", ".editorconfig", ".gitignore", ".gitattributes", "run",
    ];

    private static readonly IReadOnlyList<string> Files = RepositoryFolder.Files();

    [Fact]
    public void Files_OfCode_AreNoLongerThanAllowed() => AssertNone(
        Code().Select(file => (Place: file, Lines: Lines(file).Length)).Where(file => file.Lines > LongestFile)
            .Select(file => (file.Place, $"has {file.Lines} lines, at most {LongestFile} are allowed")));

    [Fact]
    public void Lines_OfCSharp_AreNoLongerThanAllowed() => AssertNone(
        from file in CSharp()
        from line in Lines(file).Index()
        where line.Item.Length > LongestLine
        select (file, $"line {line.Index + 1} has {line.Item.Length} columns, at most {LongestLine} are allowed"));

    [Fact]
    public void Methods_OfCSharp_FitAScreen() => AssertNone(
        from file in CSharp()
        from member in CodeMembers.Of(Text(file))
        where member.Lines > LongestMethod
        select (file, $"line {member.Line}: {member.Lines} lines, {LongestMethod} are allowed: {member.Declaration}"));

    [Fact]
    public void Comments_NoneArePromises() => AssertNone(
        from file in Files.Where(IsText)
        from line in Lines(file).Index()
        where Promise().IsMatch(line.Item)
        select (file, $"line {line.Index + 1} puts work off: {line.Item.Trim()}"));

    [Fact]
    public void Folders_SayWhatIsInThem() => AssertNone(
        from file in Files
        let folder = file.Split('/')[..^1].FirstOrDefault(name => FoldersThatSayNothing.Contains(name))
        where folder is not null
        select (file, $"lies in a folder called {folder}"));

    [Fact]
    public void Files_NameNoBuildMachineAndNoRegistry()
    {
        // Put together here so that this file does not contain what it looks for.
        var folders = string.Join('|', "wor" + "k", "roo" + "t", "User" + "s", "build" + "s");
        Regex machine = new($@"(?<![\w.~}})*/$-])/({folders})/[\w.]", RegexOptions.None, TimeSpan.FromSeconds(10));
        var names = string.Join('|', "regis" + "try", "npm" + "js", "nu" + "get", "pack" + "ages", "artifac" + "tory");
        Regex registry = new(
            $@"https?://[^/\s""']*({names})|""resol" + @"ved""\s*:|regis" + @"try\s*=\s*http",
            RegexOptions.IgnoreCase,
            TimeSpan.FromSeconds(10));

        AssertNone(
            from file in Files.Where(IsText)
            from line in Lines(file).Index()
            let found = machine.Match(line.Item) is { Success: true } path ? path : registry.Match(line.Item)
            where found.Success
            select (file, $"line {line.Index + 1} holds '{found.Value}'"));
    }

    [Fact]
    public void Exceptions_AreStillNeededAndExplained() => Assert.All(Exceptions, exception =>
    {
        Assert.Contains(exception.Key.File, Files);
        Assert.InRange(exception.Value.Length, 20, 300);
    });

    private static IEnumerable<string> Code() => Files.Where(file =>
        (file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal))
        && IsText(file) && !file.EndsWith("package-lock.json", StringComparison.Ordinal));

    private static IEnumerable<string> CSharp() => Code().Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    private static bool IsText(string file) =>
        !file.StartsWith("data-samples/", StringComparison.Ordinal)
        && TextEndings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal));

    private static string Text(string file) => File.ReadAllText(RepositoryFolder.PathOf(file));

    private static string[] Lines(string file) => File.ReadAllLines(RepositoryFolder.PathOf(file));

    private static void AssertNone(
        IEnumerable<(string File, string Found)> faults, [CallerMemberName] string rule = "")
    {
        var left = faults.Where(fault => !Exceptions.ContainsKey((rule, fault.File))).ToList();
        Assert.True(left.Count == 0, string.Join('\n', left.Select(fault => $"{fault.File}: {fault.Found}")));
    }

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X)\b")]
    private static partial Regex Promise();
}
