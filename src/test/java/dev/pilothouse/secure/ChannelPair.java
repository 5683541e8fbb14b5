package dev.pilothouse.secure;

/** A device and a host after their handshake, without a socket. */
record ChannelPair(SecureChannel device, SecureChannel host) {
    static ChannelPair connect() throws ChannelException {
        return connect(Identity.generate(), Identity.generate());
    }

    static ChannelPair connect(Identity device, Identity host) throws ChannelException {
        InitiatorHandshake initiator = new InitiatorHandshake(device, host.publicKey(), Prologue.v1());
        ResponderHandshake.Accepted accepted = new ResponderHandshake(host).accept(initiator.message1(), Prologue.v1());
        return new ChannelPair(initiator.finish(accepted.message2()), accepted.channel());
    }

    /** The same pair after the host has accepted the device's first frame. */
    static ChannelPair open() throws ChannelException {
        ChannelPair pair = connect();
        pair.host.opener().setLimits(FrameLimits.OPEN);
        return pair;
    }
}
