using System;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// The folder of one dcp run, mode 700; dcp deletes it when it ends. The certificate is made here because dcp would
/// take seconds for an RSA key of its own; it is trusted by this process alone.
/// </summary>
internal sealed class DcpSession
{
    internal DcpSession()
    {
        Folder = Directory.CreateTempSubdirectory("aspire-dcp-").FullName;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        Certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));

        Write(CertificateFile, Certificate.ExportCertificatePem());
        Write(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    internal string Folder { get; }

    internal X509Certificate2 Certificate { get; }

    internal string CertificateFile => Path.Combine(Folder, "cert.pem");

    internal string KeyFile => Path.Combine(Folder, "key.pem");

    /// <summary>Written by dcp when it starts: its address and the token it wants to see.</summary>
    internal string Kubeconfig => Path.Combine(Folder, "kubeconfig");

    internal string LogFile => Path.Combine(Folder, "dcp.log");

    private static void Write(string path, string content)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var writer = new StreamWriter(path, options);
        writer.Write(content);
    }
}
