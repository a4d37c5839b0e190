using System.Text;
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
        throw new UserException(
            $"{path}: found {(Directory.Exists(_path) ? "a folder" : "no folder for it")}; expected a place for a file.",
            ExitCodes.Usage);
    }

    public string TemporaryPath { get; }

    public TextWriter Writer =>
        _writer ??= new StreamWriter(TemporaryPath, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

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
