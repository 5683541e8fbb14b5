package dev.pilothouse.ui.pairing;

import dev.pilothouse.platform.QrEncoder;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/**
 * Draws a QR code with its quiet zone. Dark on light in both themes, because many cameras cannot read the inverse.
 * Confined to the FX thread.
 */
final class QrView extends Canvas {
    private static final int QUIET = 4;
    private static final double MODULE = 4;

    void show(QrEncoder.QrCode code) {
        double side = (code.size() + 2 * QUIET) * MODULE;
        setWidth(side);
        setHeight(side);
        GraphicsContext pen = getGraphicsContext2D();
        pen.setFill(Color.WHITE);
        pen.fillRect(0, 0, side, side);
        pen.setFill(Color.BLACK);
        for (int y = 0; y < code.size(); y++) {
            for (int x = 0; x < code.size(); x++) {
                if (code.dark(x, y)) {
                    pen.fillRect((x + QUIET) * MODULE, (y + QUIET) * MODULE, MODULE, MODULE);
                }
            }
        }
    }
}
