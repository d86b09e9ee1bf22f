using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServiceDefaults.Security;

namespace Testing;

/// <summary>
/// A token issuer over real HTTP in the gateway's place: discovery, keys and, for services, tokens. Tests make any
/// token they like with it, right or wrong.
/// </summary>
public sealed class TestIssuer : IAsyncDisposable
{
    /// <summary>Where agents and supervisors work unless a test says otherwise, and where customers' cases go.</summary>
    private const string FrontDesk = "care-1";

    private readonly WebApplication _app;
    private RSA _rsa = RSA.Create(2048);
    private int _keysAsked;

    private TestIssuer(WebApplication app, string address, string name)
    {
        _app = app;
        Address = address;
        Name = name;
    }

    public string Address { get; }

    /// <summary>What its tokens name as their issuer.</summary>
    public string Name { get; }

    /// <summary>The key that it signs with, and shows as the only one.</summary>
    public string KeyId { get; private set; } = "test";

    /// <summary>How often its keys were asked for.</summary>
    public int KeysAsked => _keysAsked;

    /// <param name="isOperators">An operator's own provider, named by its address, and not in the gateway's place.</param>
    public static async Task<TestIssuer> StartAsync(bool isOperators = false)
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";

        // Away from the services' appsettings.json, whose Kestrel endpoints would win over ours.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = Path.GetTempPath() }
        );
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var issuer = new TestIssuer(app, address, isOperators ? address : TokenValidation.GatewayIssuer);
        app.Urls.Add(address);
        app.MapGet(
            "/.well-known/openid-configuration",
            () =>
                Results.Json(
                    new Dictionary<string, object> { ["issuer"] = issuer.Name, ["jwks_uri"] = $"{address}/keys" }
                )
        );
        app.MapGet(
            "/keys",
            () =>
            {
                Interlocked.Increment(ref issuer._keysAsked);
                return Results.Json(new { keys = new[] { issuer.PublicKey() } });
            }
        );
        app.MapPost(
            "/connect/token",
            () => Results.Json(new { access_token = issuer.Token(Roles.Service), expires_in = 3600 })
        );
        await app.StartAsync();
        return issuer;
    }

    /// <summary>The partner that a partner's token names unless a test says otherwise: the demo's, seeded as the first.</summary>
    public static Guid DemoPartner { get; } = Guid.Parse("0190c000-0000-7000-8000-000000000001");

    /// <summary>A token as the gateway would give it to a client of this role.</summary>
    public string Token(
        string role,
        Guid? account = null,
        string? subject = null,
        string? unit = null,
        Guid? partner = null
    )
    {
        var claims = new Dictionary<string, object> { ["sub"] = subject ?? $"test-{role}", ["role"] = role };
        if (unit is not null || role is Roles.Agent or Roles.Supervisor)
        {
            claims["unit"] = unit ?? FrontDesk;
        }

        if (account is { } id)
        {
            claims["account"] = id.ToString();
        }

        if (role == Roles.Partner)
        {
            claims["partner"] = (partner ?? DemoPartner).ToString();
        }

        return Token(Descriptor(claims));
    }

    /// <summary>A token's frame: of this issuer, for us, for an hour.</summary>
    public SecurityTokenDescriptor Descriptor(Dictionary<string, object> claims)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new()
        {
            Issuer = Name,
            Audience = TokenValidation.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddHours(1),
            Claims = claims,
        };
    }

    /// <summary>Any token, signed with the key that services trust.</summary>
    public string Token(SecurityTokenDescriptor descriptor)
    {
        descriptor.SigningCredentials = new SigningCredentials(
            new RsaSecurityKey(_rsa) { KeyId = KeyId },
            SecurityAlgorithms.RsaSha256
        );
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    /// <summary>From now on another key: the old one is neither used nor shown any more.</summary>
    public void RotateKey()
    {
        _rsa = RSA.Create(2048);
        KeyId = $"rotated-{Guid.CreateVersion7():N}";
    }

    /// <summary>What an attacker can do with what everybody knows of this issuer.</summary>
    public TokenForgery Forgery() => new(_rsa, KeyId, Name);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private Dictionary<string, string> PublicKey()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA",
            ["kid"] = KeyId,
            ["n"] = Base64UrlEncoder.Encode(key.Modulus),
            ["e"] = Base64UrlEncoder.Encode(key.Exponent),
        };
    }
}
