using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace Testing;

/// <summary>A real SMS gateway, Kannel, with its simulated centre and the customers' phones behind it.</summary>
public sealed class Kannel : IDisposable
{
    public const string Secret = "for-this-run-only";

    private readonly int _box = FreePort.Next();
    private readonly int _centre = FreePort.Next();
    private readonly int _admin = FreePort.Next();
    private readonly int _sendsms;
    private readonly string _inbound;
    private readonly List<ServerProcess> _processes = [];

    private Kannel(string folder, int sendsms, string inbound)
    {
        Folder = folder;
        _sendsms = sendsms;
        _inbound = inbound;
    }

    /// <summary>Its records: spool, access.log and, of the phones, phones.log.</summary>
    public string Folder { get; }

    public string SendSms => $"http://127.0.0.1:{_sendsms}";

    /// <param name="inbound">Where what phones send is told; empty: nobody hears it.</param>
    public static async Task<Kannel> StartAsync(int? sendsms = null, string inbound = "")
    {
        var folder = (await Servers.GetAsync()).Folder($"kannel-{Guid.CreateVersion7():N}");
        var kannel = new Kannel(folder, sendsms ?? FreePort.Next(), inbound);
        await kannel.StartAsync("bearerbox", kannel._box);
        await kannel.StartAsync("fakesmsc", port: null);
        await kannel.StartAsync("smsbox", kannel._sendsms);
        return kannel;
    }

    /// <summary>What the phone with this number has got so far, texts only.</summary>
    public IReadOnlyList<string> Received(string phoneNumber) =>
        [.. Lines(phoneNumber).Select(line => line.Split(": ", 2)[1])];

    /// <summary>Sends from a phone; the fake centre's phones read it from a pipe.</summary>
    public static async Task SendFromPhoneAsync(string folder, string phoneNumber, string to, string text)
    {
        await using var pipe = new FileStream(Path.Combine(folder, "phones.in"), FileMode.Open, FileAccess.Write);
        await pipe.WriteAsync(Encoding.UTF8.GetBytes($"{phoneNumber} {to} {text}\n"));
    }

    /// <inheritdoc cref="SendFromPhoneAsync(string, string, string, string)"/>
    public Task SendFromPhoneAsync(string phoneNumber, string to, string text) =>
        SendFromPhoneAsync(Folder, phoneNumber, to, text);

    /// <summary>From which number the phone got each text.</summary>
    public IReadOnlyList<string> SendersTo(string phoneNumber) =>
        [.. Lines(phoneNumber).Select(line => line.Split(" from ", 2)[1].Split(": ", 2)[0])];

    /// <summary>Sends past our own code, as if it had died right after.</summary>
    public async Task SendAsync(string to, string text, string key)
    {
        using var http = new HttpClient();
        var query = $"username=platform&password={Secret}&from=10086&to={to}&text={text}&binfo={key}";
        using var answer = await http.GetAsync(new Uri($"{SendSms}/cgi-bin/sendsms?{query}"));
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _processes.ForEach(process => process.Dispose());

    private IEnumerable<string> Lines(string phoneNumber)
    {
        var log = Path.Combine(Folder, "phones.log");
        var mark = $" SMS to {phoneNumber} from ";
        return File.Exists(log)
            ? File.ReadAllLines(log).Where(line => line.Contains(mark, StringComparison.Ordinal))
            : [];
    }

    private async Task StartAsync(string script, int? port)
    {
        var process = new ServerProcess(
            script,
            Folder,
            new Dictionary<string, string>
            {
                ["BOX_PORT"] = $"{_box}",
                ["CENTRE_PORT"] = $"{_centre}",
                ["ADMIN_PORT"] = $"{_admin}",
                ["SENDSMS_PORT"] = $"{_sendsms}",
                ["SMS_SECRET"] = Secret,
                ["INBOUND_BASE"] = _inbound,
            }
        );
        _processes.Add(process);
        if (port is { } number)
        {
            await process.ReadyAsync(async () =>
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync("127.0.0.1", number);
            });
        }
    }
}
