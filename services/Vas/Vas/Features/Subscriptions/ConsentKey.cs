using System;
using System.IO;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>
/// The key that signs the ends of consent chains (features.md V3): ECDSA P-256, in the file <c>Vas:ConsentKey</c>, made when
/// it is first needed and readable by the service alone. It is not in the database: who can write there cannot sign.
/// </summary>
internal sealed class ConsentKey(IConfiguration configuration) : IDisposable
{
    public const string Setting = "Vas:ConsentKey";

    private static readonly FileStreamOptions OwnerOnly = new()
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private readonly Lazy<ECDsa> _key = new(() =>
        Open(
            configuration[Setting]
                ?? throw new InvalidOperationException($"{Setting} is not configured: consent chains cannot be signed.")
        )
    );

    /// <summary>Which key it is: the first 16 hexadecimal digits of the public key's SHA-256.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(_key.Value.ExportSubjectPublicKeyInfo()))[..16];

    /// <summary>SubjectPublicKeyInfo in base64: what a provider verifies with.</summary>
    public string PublicKey => Convert.ToBase64String(_key.Value.ExportSubjectPublicKeyInfo());

    public byte[] Sign(Guid providerId, DateOnly day, long sequence, byte[] hash)
    {
        lock (_key)
        {
            return _key.Value.SignData(
                ConsentSignature.BytesToSign(providerId, day, sequence, hash),
                HashAlgorithmName.SHA256
            );
        }
    }

    public bool Verifies(ConsentSignature signed)
    {
        lock (_key)
        {
            return _key.Value.VerifyData(
                ConsentSignature.BytesToSign(signed.ProviderId, signed.Day, signed.Sequence, signed.Hash),
                signed.Signature,
                HashAlgorithmName.SHA256
            );
        }
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static ECDsa Open(string file)
    {
        if (!File.Exists(file))
        {
            Make(file);
        }

        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        return key;
    }

    /// <summary>Of two replicas that start at once one makes it: written beside its place, and moved there if it is still empty.</summary>
    private static void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var mine = $"{file}.{Guid.CreateVersion7():N}";
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        using (var writer = new StreamWriter(mine, OwnerOnly))
        {
            writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
        }

        try
        {
            File.Move(mine, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(mine);
        }
    }
}
