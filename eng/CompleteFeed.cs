#:property PublishAot=false
// Completes a thin package mirror: takes the assemblies that such mirrors lack out of `aspire-managed` (Aspire's
// dashboard, a .NET single-file program) and repacks each under its own id, version and dependencies.
//
//   dotnet run CompleteFeed.cs -- <path of aspire-managed> <feed folder>
//
// The feed appears whole or not at all: it is written beside its place and renamed. See docs/adr/0003.
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.IO.MemoryMappedFiles;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

const int DepsJson = 3; // the manifest's type of `<app>.deps.json`

if (args is not [var programPath, var feedPath])
{
    Console.Error.WriteLine("Usage: CompleteFeed <path of aspire-managed> <feed folder>");
    return 2;
}

var unfinished = $"{feedPath}.{Environment.ProcessId}.unfinished";
try
{
    using var bundle = SingleFile.Open(programPath);
    var dependencyFile = bundle.Files.Single(file => file.Type == DepsJson);
    using var dependencies = JsonDocument.Parse(bundle.Read(dependencyFile));

    Directory.CreateDirectory(unfinished);
    var packages = Package.AllIn(dependencies.RootElement).Where(package => package.IsWanted).ToList();
    foreach (var package in packages)
    {
        package.Write(unfinished, bundle);
    }

    if (Directory.Exists(feedPath))
    {
        Directory.Delete(feedPath, recursive: true);
    }

    Directory.Move(unfinished, feedPath);
    Console.WriteLine($"{packages.Count} packages");
    return 0;
}
catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
finally
{
    if (Directory.Exists(unfinished))
    {
        Directory.Delete(unfinished, recursive: true);
    }
}

/// <summary>One package as the program's own dependency file describes it.</summary>
internal sealed record Package(string Id, string Version, string[] Assemblies, (string Id, string Version)[] Needs)
{
    // What mirrors were seen to lack. Everything else that the program carries, a mirror has.
    private static readonly string[] Wanted =
    [
        "Google.Protobuf",
        "Grpc.",
        "Microsoft.Bcl.Cryptography",
        "Microsoft.IdentityModel.",
        "OpenTelemetry",
        "System.IdentityModel.Tokens.Jwt",
        "System.IO.Hashing",
    ];

    // Compiles .proto files, so it is no runtime dependency and not in the file; the public package does name it.
    private const string ProtoCompiler = "Grpc.Tools";
    private const string ProtoCompilerVersion = "2.80.0";

    public bool IsWanted => Wanted.Any(prefix => Id.StartsWith(prefix, StringComparison.Ordinal));

    public static IEnumerable<Package> AllIn(JsonElement dependencyFile)
    {
        var target = dependencyFile.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
        var types = dependencyFile.GetProperty("libraries");
        foreach (var library in dependencyFile.GetProperty("targets").GetProperty(target).EnumerateObject())
        {
            if (types.GetProperty(library.Name).GetProperty("type").GetString() != "package")
            {
                continue;
            }

            var name = library.Name.Split('/');
            yield return new Package(
                name[0],
                name[1],
                [.. Entries(library.Value, "runtime").Select(asset => Path.GetFileName(asset.Name))],
                [.. Entries(library.Value, "dependencies").Select(need => (need.Name, need.Value.GetString()!))]
            );
        }
    }

    public void Write(string folder, SingleFile bundle)
    {
        var path = Path.Combine(folder, $"{Id}.{Version}.nupkg".ToLowerInvariant());
        using var package = ZipFile.Open(path, ZipArchiveMode.Create);
        using (var specification = package.CreateEntry($"{Id}.nuspec").Open())
        {
            Specification().Save(specification);
        }

        foreach (var assembly in Assemblies)
        {
            using var entry = package.CreateEntry($"lib/net10.0/{assembly}").Open();
            entry.Write(bundle.Read(bundle.Files.Single(file => file.Path == assembly)));
        }

        if (Assemblies is [])
        {
            package.CreateEntry("lib/net10.0/_._");
        }
    }

    private static IEnumerable<JsonProperty> Entries(JsonElement library, string name) =>
        library.TryGetProperty(name, out var entries) ? entries.EnumerateObject() : [];

    private XDocument Specification()
    {
        XNamespace ns = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";
        var needs = Needs.Select(need => Dependency(need.Id, need.Version));
        if (Id == "Grpc.AspNetCore")
        {
            needs = needs.Append(Dependency(ProtoCompiler, ProtoCompilerVersion, "All"));
        }

        return new XDocument(
            new XElement(
                ns + "package",
                new XElement(
                    ns + "metadata",
                    new XElement(ns + "id", Id),
                    new XElement(ns + "version", Version),
                    new XElement(ns + "authors", "repacked from aspire-managed"),
                    new XElement(ns + "description", $"{Id} {Version}, repacked for this machine only."),
                    new XElement(
                        ns + "dependencies",
                        new XElement(ns + "group", new XAttribute("targetFramework", "net10.0"), needs)
                    )
                )
            )
        );

        XElement Dependency(string id, string version, string? include = null) =>
            new(
                ns + "dependency",
                new XAttribute("id", id),
                new XAttribute("version", version),
                include is null ? null : new XAttribute("include", include)
            );
    }
}

/// <summary>A file inside a single-file program; <c>Compressed</c> is 0 when it is stored as it is.</summary>
internal sealed record BundledFile(string Path, int Type, long Offset, long Size, long Compressed);

/// <summary>
/// Reads the documented layout of .NET single-file programs: a signature, in front of it the offset of the
/// header, and in the header the list of files.
/// </summary>
internal sealed class SingleFile(MemoryMappedFile map, List<BundledFile> files) : IDisposable
{
    private static readonly byte[] Signature = Convert.FromHexString(
        "8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae"
    );

    public IReadOnlyList<BundledFile> Files { get; } = files;

    public static SingleFile Open(string path)
    {
        var map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        using var content = map.CreateViewStream(0, new FileInfo(path).Length, MemoryMappedFileAccess.Read);
        content.Position = HeaderOffset(content);

        using var header = new BinaryReader(content, Encoding.UTF8);
        var major = header.ReadUInt32();
        _ = header.ReadUInt32(); // minor
        var count = header.ReadInt32();
        _ = header.ReadString(); // the bundle's id
        if (major < 6)
        {
            throw new InvalidDataException($"{path} has bundle format {major}; 6 or later is needed.");
        }

        _ = header.ReadBytes(5 * sizeof(long)); // where the two json files are, and flags: the list says it too
        var files = new List<BundledFile>(count);
        for (var i = 0; i < count; i++)
        {
            var (offset, size, compressed) = (header.ReadInt64(), header.ReadInt64(), header.ReadInt64());
            var type = header.ReadByte();
            files.Add(new BundledFile(header.ReadString(), type, offset, size, compressed));
        }

        return new SingleFile(map, files);
    }

    public byte[] Read(BundledFile file)
    {
        var stored = file.Compressed == 0 ? file.Size : file.Compressed;
        using var raw = map.CreateViewStream(file.Offset, stored, MemoryMappedFileAccess.Read);
        using Stream plain = file.Compressed == 0 ? raw : new DeflateStream(raw, CompressionMode.Decompress);
        var bytes = new byte[file.Size];
        plain.ReadExactly(bytes);
        return bytes;
    }

    public void Dispose() => map.Dispose();

    private static long HeaderOffset(Stream content)
    {
        // The signature stands in the native host near the start; buffers overlap so that none is cut in two.
        var buffer = new byte[1 << 20];
        for (long start = 0; start < content.Length; start += buffer.Length - Signature.Length - sizeof(long))
        {
            content.Position = start;
            var read = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var found = buffer.AsSpan(sizeof(long), Math.Max(0, read - sizeof(long))).IndexOf(Signature);
            if (found >= 0)
            {
                return BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(found, sizeof(long)));
            }
        }

        throw new InvalidDataException("The file is no .NET single-file program.");
    }
}
