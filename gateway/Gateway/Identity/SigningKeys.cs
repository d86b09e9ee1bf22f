using System;
using System.IO;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Identity;

/// <summary>
/// The RS256 key that the gateway's own tokens are signed with: made at the first start, kept in the data folder with
/// mode 600, so that tokens stay valid over a restart.
/// </summary>
internal sealed class SigningKeys : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);

    public SigningKeys(IConfiguration configuration)
    {
        var folder = configuration["Auth:DataFolder"] ?? Path.Combine(AppContext.BaseDirectory, "identity");
        var file = Path.Combine(folder, "signing-key.pem");
        if (File.Exists(file))
        {
            _rsa.ImportFromPem(File.ReadAllText(file));
        }
        else
        {
            PrivateFile.Write(file, _rsa.ExportPkcs8PrivateKeyPem());
        }

        var thumbprint = new RsaSecurityKey(
            _rsa.ExportParameters(includePrivateParameters: false)
        ).ComputeJwkThumbprint();
        Private = new RsaSecurityKey(_rsa) { KeyId = Base64UrlEncoder.Encode(thumbprint) };
        Public = new RsaSecurityKey(_rsa.ExportParameters(includePrivateParameters: false)) { KeyId = Private.KeyId };
    }

    public RsaSecurityKey Private { get; }

    public RsaSecurityKey Public { get; }

    public void Dispose() => _rsa.Dispose();
}
