using System.Collections;

namespace Analytics.Pipeline.Definition;

/// <summary>Reads pipeline files.</summary>
public static class PipelineFile
{
    /// <summary>
    /// Reads and checks a pipeline file. All mistakes are found in one go: keys (unknown, missing, twice), values
    /// (type, range, choice), environment variables, columns, names and files.
    /// </summary>
    /// <param name="path">The file; what it names is relative to its folder.</param>
    /// <param name="environment">Variables for <c>${NAME}</c>; those of the process when null.</param>
    /// <exception cref="UserException">
    /// Exit code 2; <see cref="UserException.Problems"/> in the order of the file.
    /// </exception>
    public static PipelineDefinition Load(string path, IReadOnlyDictionary<string, string>? environment = null)
    {
        var file = Path.GetFullPath(path);
        var text = ReadText(path);
        environment ??= ProcessEnvironment();
        ProblemList problems = new(path);
        if (PipelineYaml.Read(text, problems) is not { } document) throw problems.ToException();

        Surroundings surroundings = new(Path.GetDirectoryName(file)!, HomeOf(environment));
        var root = new SchemaReader(problems, surroundings, environment).ReadMapping(PipelineSchema.Root, document, "");
        DefinitionChecks.Run(root, surroundings, problems);
        problems.ThrowIfAny();
        return DefinitionBuilder.Build(root, file, surroundings);
    }

    private static string ReadText(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UserException(
                new Problem(path, 0, 0, null, "a folder", "a pipeline file", "Name the file in it"));
        }

        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserException(
                new Problem(path, 0, 0, null, "no such file", "a pipeline file", "Check the path"), inner: cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                new Problem(path, 0, 0, null, "a file that cannot be read", "a pipeline file", "Check its permissions"),
                inner: cause);
        }
    }

    private static Dictionary<string, string> ProcessEnvironment() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    private static string HomeOf(IReadOnlyDictionary<string, string> environment) =>
        environment.TryGetValue("HOME", out var home) && Path.IsPathRooted(home)
            ? home
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
