using System;
using System.Security.Cryptography;
using System.Text;

namespace Billing.Domain.Bills;

/// <summary>
/// An id that follows from what it names (UUID version 8 of its SHA-256), so that a bill run which is done again after a
/// crash writes the same bytes.
/// </summary>
public static class DerivedId
{
    public static Guid Of(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
