using Analytics.Pipeline.Definition;

namespace Analytics.Pipeline.Sources.Pull;

/// <summary>Reads a bearer token from where the pipeline file says it is; it never stands in the file itself.</summary>
internal static class PullToken
{
    /// <returns>Null if the source names none.</returns>
    /// <exception cref="PullException">It is not there, or cannot be one.</exception>
    public static string? Read(PullDefinition pull, Func<string, string?> environment)
    {
        if (pull.TokenEnv is null && pull.TokenFile is null) return null;
        var place = pull.TokenEnv is not null ? $"pull.token_env ({pull.TokenEnv})" : "pull.token_file";
        var token = (pull.TokenEnv is not null ? environment(pull.TokenEnv) : ReadFile(pull.TokenFile!))?.Trim();
        if (string.IsNullOrEmpty(token)) throw new PullException($"no token: {place} holds nothing; set it");
        return token.All(letter => letter is > ' ' and <= '~')
            ? token
            : throw new PullException($"no token: {place} holds characters that no token has");
    }

    private static string ReadFile(string path)
    {
        if (!File.Exists(path)) throw new PullException("no token: there is no file at pull.token_file");
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead
                | UnixFileMode.OtherWrite;
            if ((File.GetUnixFileMode(path) & others) != 0)
                throw new PullException("no token: others can read pull.token_file; run chmod 600 on it");
        }

        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PullException("no token: pull.token_file cannot be read", error);
        }
    }
}
