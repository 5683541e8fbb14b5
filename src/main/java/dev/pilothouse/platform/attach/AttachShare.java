package dev.pilothouse.platform.attach;

import com.gluonhq.attach.share.ShareService;
import dev.pilothouse.platform.TextShare;

/** Shares a text through Gluon Attach. Owns nothing. Confined to the FX thread. */
public final class AttachShare implements TextShare {
    private final ShareService service;

    public AttachShare(ShareService service) {
        this.service = service;
    }

    @Override
    public void share(String text) {
        TextShare.check(text);
        service.share(text);
    }
}
