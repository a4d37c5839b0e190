using Analytics.Pipeline;

namespace Analytics.App.Query;

/// <summary>A result file that appears under its name only when it is complete.</summary>
internal sealed class ResultFile : IDisposable
{
    private readonly string _path;
    private StreamWriter? _writer;

    public ResultFile(string path)
    {
        _path = Path.GetFullPath(path);
        TemporaryPath = _path + ".part";
        if (Directory.Exists(Path.GetDirectoryName(_path)) && !Directory.Exists(_path)) return;
        var found = Directory.Exists(_path) ? "a folder" : "no folder for it";
        throw new UserException($"{path}: found {found}; expected a place for a file.", ExitCodes.Usage);
    }

    public string TemporaryPath { get; }

    /// <summary>UTF-8 without a byte order mark.</summary>
    public TextWriter Writer => _writer ??= new StreamWriter(TemporaryPath, append: false);

    /// <summary>Gives the file its name, over an older one.</summary>
    public void Commit()
    {
        _writer?.Dispose();
        File.Move(TemporaryPath, _path, overwrite: true);
    }

    public void Dispose()
    {
        _writer?.Dispose();
        File.Delete(TemporaryPath);
    }
}
