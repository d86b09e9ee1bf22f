using System.IO;
using System.Text.Json;

namespace AppHost;

/// <summary>Where the running platform is found: the file that scripts, the demo and the next start read.</summary>
internal sealed record Endpoints(string Gateway, int AppHostPid)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string? Dashboard { get; init; }

    public string? DashboardLogin { get; init; }

    public string? DashboardApiKey { get; init; }

    public static Endpoints? Read(string data) =>
        File.Exists(PathIn(data)) ? JsonSerializer.Deserialize<Endpoints>(File.ReadAllText(PathIn(data)), Json) : null;

    public static void Forget(string data) => File.Delete(PathIn(data));

    /// <summary>Written beside and renamed: a reader sees the whole file or none. It holds keys, so mode 600.</summary>
    public void Write(string data)
    {
        var next = PathIn(data) + ".next";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var file = new FileStream(next, options))
        {
            JsonSerializer.Serialize(file, this, Json);
        }

        File.Move(next, PathIn(data), overwrite: true);
    }

    private static string PathIn(string data) => Path.Combine(data, "endpoints.json");
}
